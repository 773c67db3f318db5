// Guesses that are drawn on a chart: an epoch, or a curve. They lie over the figure, and stay as a ghost beside the run.

import { ALONG } from './hands.js';
import { make } from './nodes.js';
import { t } from './strings.js';

const SVG = 'http://www.w3.org/2000/svg';
const POINTS = 13; // of a curve that is drawn
const NUDGE = 0.05; // of a share, with an arrow key
const LOW = 0.7; // of the height, where charts have the fewest words: there a guess is named

/** @typedef {ReturnType<typeof import('./figure.js').createFigure>} Figure */

/** @param {string} name @param {Record<string, string | number>} attributes */
function draw(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/**
 * What both have: a layer over the axes, in which a pointer draws.
 * @param {Figure} figure
 * @param {HTMLElement} place of the figure
 * @param {string} modality whose hue it has
 * @param {(x: number, y: number, begins: boolean) => void} drawn by a pointer, as parts of the axes, y upwards
 * @param {() => () => void} keep what is drawn so far; called, it is as then
 * @param {(plot: import('./figure.js').Plot, layer: SVGElement, past: boolean) => void} paint
 */
function over(figure, place, modality, drawn, keep, paint) {
  const layer = draw('svg', { class: 'guess', 'data-modality': modality, 'aria-hidden': 'true' });
  place.querySelector('.stage')?.append(layer);
  let open = true;
  let near = true;

  function place_() {
    const plot = figure.plot();
    if (!plot) return;
    Object.assign(layer.style, { left: `${plot.x}px`, top: `${plot.y}px`, width: `${plot.w}px`, height: `${plot.h}px` });
    layer.setAttribute('viewBox', `0 0 ${plot.w} ${plot.h}`);
    layer.replaceChildren();
    if (near) paint(plot, layer, !open);
  }

  /** @param {PointerEvent} event @param {boolean} begins */
  const at = (event, begins) => {
    const box = layer.getBoundingClientRect();
    if (box.width) drawn(Math.max(0, Math.min(1, (event.clientX - box.x) / box.width)), 1 - (event.clientY - box.y) / box.height, begins);
  };
  // A finger that lands here may be about to scroll the page: it counts once it goes along, or as a tap when it is lifted; if
  // the browser takes it for scrolling, nothing has happened.
  /** @type {PointerEvent | null} of a finger that has not gone anywhere yet */
  let landed = null;
  let restore = () => {};
  layer.addEventListener('pointerdown', (event) => {
    if (!open || event.button) return;
    layer.setPointerCapture(event.pointerId);
    event.preventDefault();
    restore = keep();
    landed = event.pointerType === 'touch' ? event : null;
    if (!landed) at(event, true);
  });
  const land = () => {
    if (landed) at(landed, true);
    landed = null;
  };
  layer.addEventListener('pointermove', (event) => {
    if (!open || !layer.hasPointerCapture(event.pointerId)) return;
    if (landed && Math.abs(event.clientX - landed.clientX) <= ALONG) return;
    land();
    at(event, false);
  });
  layer.addEventListener('pointerup', land);
  layer.addEventListener('pointercancel', () => {
    landed = null;
    if (open) restore();
  });

  return {
    repaint: place_,
    /** It is a ghost now, or gone. @param {boolean} stays */
    settle(stays) {
      open = false;
      layer.classList.add('past');
      if (!stays) near = false;
      place_();
    },
    /** Whether the figure still shows the run of the question. @param {boolean} same */
    about(same) {
      layer.classList.toggle('elsewhere', !same);
    },
  };
}

/**
 * An epoch: a line across the chart, and a slider for those who have no pointer.
 * @param {Figure} figure
 * @param {HTMLElement} place
 * @param {{modality: string, name: string}} about
 */
export function createMark(figure, place, { modality, name }) {
  const slider = document.createElement('input');
  slider.type = 'range';
  slider.min = '0';
  slider.step = '1';
  const label = make('label', 'marking', make('span'), slider);
  /** @type {(() => void)[]} */
  const listeners = [];
  let epoch = -1; // nobody has said anything

  const keep = () => {
    const before = epoch;
    return () => say(before);
  };
  const layer = over(figure, place, modality, (x) => say(Math.round(x * epochs())), keep, (plot, svg, past) => {
    const x = (epoch < 0 ? plot.epochs / 2 : epoch) / plot.epochs * plot.w;
    svg.append(draw('line', { x1: x, x2: x, y1: 0, y2: plot.h }), draw('circle', { cx: x, cy: plot.h / 2, r: 9 }));
    const text = draw('text', { x: x + (x > plot.w * 0.7 ? -14 : 14), y: past ? plot.h * LOW : plot.h / 2 + 4, 'text-anchor': x > plot.w * 0.7 ? 'end' : 'start' });
    text.textContent = name;
    svg.append(text);
  });
  const epochs = () => figure.plot()?.epochs ?? figure.state.epochs;

  /** @param {number} to */
  function say(to) {
    epoch = to;
    show();
    for (const listener of listeners) listener();
  }
  function show() {
    slider.max = String(epochs());
    const value = epoch < 0 ? Math.round(epochs() / 2) : epoch;
    slider.value = String(value);
    slider.setAttribute('aria-valuetext', t('story.at', { value: String(value) }));
    /** @type {HTMLElement} */ (label.firstElementChild).textContent = `${t('story.mark', { name: modality })} ${value}`;
    layer.repaint();
  }
  slider.addEventListener('input', () => say(slider.valueAsNumber));
  figure.on('plot', show);
  figure.ready.then(show, () => {});

  return {
    controls: label,
    value: () => (epoch < 0 ? Math.round(epochs() / 2) : epoch),
    /** Whether somebody has said anything. */
    drawn: () => epoch >= 0,
    /** @param {() => void} listener */
    on: (listener) => { listeners.push(listener); },
    /** @param {boolean} stays */
    settle(stays) {
      label.remove();
      layer.settle(stays);
    },
    about: layer.about,
  };
}

let sketches = 0; // on the page

/**
 * A curve of shares over the epochs, through a few points. Each is a slider of its own.
 * @param {Figure} figure
 * @param {HTMLElement} place
 * @param {{modality: string, name: string}} about
 */
export function createSketch(figure, place, { modality, name }) {
  const values = Array.from({ length: POINTS }, () => 0);
  let drawn = false;
  /** @type {(() => void)[]} */
  const listeners = [];
  let last = 0; // the column that a pointer was over
  const top = () => figure.plot()?.top || 1;

  const keep = () => {
    const before = { values: [...values], drawn };
    return () => {
      values.splice(0, POINTS, ...before.values);
      said(before.drawn);
    };
  };
  const layer = over(figure, place, modality, (x, y, begins) => {
    const share = Math.max(0, Math.min(1, y)) * top();
    const column = Math.round(x * (POINTS - 1));
    const from = begins ? column : last;
    for (let i = Math.min(from, column); i <= Math.max(from, column); i++) values[i] = share;
    last = column;
    said();
  }, keep, (plot, svg) => {
    const at = (/** @type {number} */ i) => [i / (POINTS - 1) * plot.w, plot.h * (1 - Math.min(1, values[i] / top()))];
    svg.append(draw('polyline', { points: values.map((_, i) => at(i).join()).join(' ') }));
    for (const i of values.keys()) svg.append(draw('circle', { cx: at(i)[0], cy: at(i)[1], r: 4 }));
    const x = plot.w * 0.55;
    const y = plot.h * LOW;
    const text = draw('text', { x: x + 30, y });
    text.textContent = name;
    svg.append(draw('line', { x1: x, x2: x + 24, y1: y - 4, y2: y - 4 }), text);
  });

  const how = make('span', 'quiet', t('story.draw'));
  how.id = `sketch-${++sketches}`;
  const points = values.map((_, i) => {
    const point = make('span', 'point');
    point.tabIndex = 0;
    point.setAttribute('role', 'slider');
    point.setAttribute('aria-orientation', 'vertical');
    point.setAttribute('aria-describedby', how.id);
    point.addEventListener('keydown', (event) => {
      const by = { ArrowUp: NUDGE, ArrowRight: NUDGE, ArrowDown: -NUDGE, ArrowLeft: -NUDGE, PageUp: 5 * NUDGE, PageDown: -5 * NUDGE }[event.key];
      const to = { Home: 0, End: top() }[event.key] ?? (by && values[i] + by);
      if (to === undefined) return;
      event.preventDefault();
      values[i] = Math.max(0, Math.min(top(), to));
      said();
    });
    return point;
  });
  const controls = make('div', 'sketching', how, make('span', 'points', ...points));

  function said(anything = true) {
    drawn = anything;
    show();
    for (const listener of listeners) listener();
  }
  function show() {
    const epochs = figure.plot()?.epochs ?? figure.state.epochs;
    for (const [i, point] of points.entries()) {
      const epoch = Math.round(i / (POINTS - 1) * epochs);
      const share = Math.round(100 * values[i]);
      point.setAttribute('aria-label', t('story.sketch', { epoch }));
      point.setAttribute('aria-valuemin', '0');
      point.setAttribute('aria-valuemax', String(Math.round(100 * top())));
      point.setAttribute('aria-valuenow', String(share));
      point.setAttribute('aria-valuetext', t('story.column', { value: share, epoch }));
      point.style.setProperty('--share', String(Math.min(1, values[i] / top())));
    }
    layer.repaint();
  }
  figure.on('plot', show);
  figure.ready.then(show, () => {});

  return {
    controls,
    value: () => [...values],
    /** Whether somebody has drawn anything. */
    drawn: () => drawn,
    /** @param {() => void} listener */
    on: (listener) => { listeners.push(listener); },
    /** @param {boolean} stays */
    settle(stays) {
      controls.remove();
      layer.settle(stays);
    },
    about: layer.about,
  };
}
