// The markup of the words: `w_{B}`, `W^{tot}` for mathematics, `@{A}` for a modality in its hue, by its name, `code` in backquotes.
// Text becomes DOM nodes, never HTML, so a string can hold anything.

/** @type {string[]} what a person calls the modalities, in their order; none: by the letters of the symbols */
let called = [];

/** @param {string[]} names */
export function callModalities(names) { called = names; }

/** A letter as a person calls it. @param {string} letter */
export const nameOf = (letter) => (letter.length === 1 && called[letter.charCodeAt(0) - 65]) || letter;

const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * A formula such as `L_{f}` or `‖W_{A}^{tot}‖` as MathML.
 * @param {string} source
 */
export function math(source) {
  const root = document.createElementNS(MATHML, 'math');
  for (const [, base, scripts] of source.matchAll(/([a-z]{2,}|\S\p{M}*)((?:[_^]\{[^}]*\})*)/gu)) {
    const sub = scripts.match(/_\{([^}]*)\}/)?.[1];
    const sup = scripts.match(/\^\{([^}]*)\}/)?.[1];
    const name = sub && sup ? 'msubsup' : sub ? 'msub' : sup ? 'msup' : '';
    const parts = [base, sub, sup].filter((part) => part).map((part) => token(/** @type {string} */ (part)));
    if (!name) {
      root.append(...parts);
      continue;
    }
    const node = document.createElementNS(MATHML, name);
    node.append(...parts);
    root.append(node);
  }
  return root;
}

/** @param {string} text */
function token(text) {
  const kind = /^−?[\d.½]+$/.test(text) ? 'mn' : /^[\p{L}\p{M}]+$/u.test(text) ? 'mi' : 'mo';
  const node = document.createElementNS(MATHML, kind);
  node.textContent = text;
  if ('()|‖'.includes(text)) node.setAttribute('stretchy', 'false');
  if ('|‖/'.includes(text)) { // around something, not between two things; a slash is close to both
    node.setAttribute('lspace', '0');
    node.setAttribute('rspace', '0');
  }
  return node;
}

/**
 * A sentence as nodes.
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function rich(text) {
  return text.split(/(@\{[^}]*\}|\$[^$]+\$[.,;:?!)]*|`[^`]+`)/).filter(Boolean).map((part) => {
    if (part.startsWith('@{')) return modality(part.slice(2, -1));
    if (part.startsWith('$')) return unbroken(part.slice(1).split('$'));
    if (part.startsWith('`')) return code(part.slice(1, -1));
    return part;
  });
}

/**
 * The same sentence for places without markup: labels, tooltips, error messages.
 * @param {string} text
 */
export function bare(text) {
  return text.replace(/@\{([^}]*)\}/g, (_, letter) => nameOf(letter)).replace(/[_^]\{([^}]*)\}/g, '$1').replace(/[$`]/g, '');
}

/** A formula, and the stop that is not to begin the next line. @param {string[]} parts */
function unbroken([formula, stop]) {
  if (!stop) return math(formula);
  const node = document.createElement('span');
  node.className = 'unbroken';
  node.append(math(formula), stop);
  return node;
}

/** @param {string} name */
function modality(name) {
  const node = document.createElement('span');
  node.className = 'modality';
  node.dataset.modality = name;
  node.textContent = nameOf(name);
  return node;
}

/** @param {string} text */
function code(text) {
  const node = document.createElement('code');
  node.textContent = text;
  return node;
}
