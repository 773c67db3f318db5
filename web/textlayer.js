// The texts of the pictures: SVG over the canvas, one element per key, changed only where the program says so.

const SVG = 'http://www.w3.org/2000/svg';
// The geometry of scripts is that of the SVG writer (render/scene/markup.go, render/scene/svg.go), in units of the font size.
const SCRIPT_SIZE = 0.75;
const SHIFT = { '-1': 0.24, '0': 0, '1': -0.4 }; // downwards
const HALO = 0.44;

/**
 * @typedef {[text: string, level: -1 | 0 | 1, dx?: number]} Run a subscript (−1), plain text or a superscript (1), and
 *   how much further right it starts, in units of the font size
 * @typedef {object} Text
 * @property {string} k key
 * @property {number} x
 * @property {number} y
 * @property {number} s font size
 * @property {'start' | 'middle' | 'end'} a anchor
 * @property {number} w weight
 * @property {string} c colour
 * @property {number} [r] rotation in degrees
 * @property {number} [o] opacity
 * @property {string} [h] colour of the halo
 * @property {Run[]} runs
 */

/** @param {SVGSVGElement} svg */
export function createTextLayer(svg) {
  /** @type {Map<string, {node: SVGTextElement, content: string}>} */
  const shown = new Map();
  /** @type {SVGTextElement[]} emptied: a browser lays out all texts anew when one is added, or taken out */
  const spare = [];

  /** @param {Text} text */
  function put(text) {
    const label = shown.get(text.k) ?? add(text.k);
    const { node } = label;
    set(node, 'x', text.x);
    set(node, 'y', text.y);
    set(node, 'font-size', text.s);
    set(node, 'font-weight', text.w);
    set(node, 'text-anchor', text.a);
    set(node, 'fill', text.c);
    set(node, 'opacity', text.o ?? 1);
    set(node, 'transform', text.r ? `rotate(${text.r} ${text.x} ${text.y})` : '');
    set(node, 'stroke', text.h ?? 'none');
    set(node, 'stroke-width', text.h ? HALO * text.s : 0);

    const content = text.s + JSON.stringify(text.runs);
    if (content === label.content) return;
    label.content = content;
    fill(node, text);
  }

  /** @param {string} key */
  function add(key) {
    const node = spare.pop() ?? svg.appendChild(document.createElementNS(SVG, 'text'));
    node.dataset.key = key;
    const label = { node, content: '' };
    shown.set(key, label);
    return label;
  }

  return {
    /** @param {Text[]} [texts] @param {string[]} [removed] */
    apply(texts = [], removed = []) {
      for (const key of removed) {
        const gone = shown.get(key)?.node;
        if (!gone) continue;
        gone.replaceChildren();
        delete gone.dataset.key;
        spare.push(gone);
        shown.delete(key);
      }
      texts.forEach(put);
    },
  };
}

/** @param {Element} node @param {string} name @param {string | number} value */
function set(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** @param {SVGTextElement} node @param {Text} text */
function fill(node, text) {
  node.replaceChildren();
  let before = 0;
  for (const [content, level, dx = 0] of text.runs) {
    const span = node.appendChild(document.createElementNS(SVG, 'tspan'));
    span.textContent = content;
    const shift = SHIFT[level];
    if (dx) set(span, 'dx', dx * text.s);
    if (shift !== before) set(span, 'dy', (shift - before) * text.s);
    if (level) set(span, 'font-size', SCRIPT_SIZE * text.s);
    before = shift;
  }
}
