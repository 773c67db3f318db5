// On paper: the title, the captions, what is said, and the figures as vector graphics, laid out for the paper and in the
// light theme, whatever the window is like.

import { call } from './bridge.js';
import { styleSheet } from './more.js';
import { make } from './nodes.js';
import { hasText, t } from './strings.js';

const WIDE = { w: 720, h: 300 }; // CSS pixels: the curves
const SMALL = { w: 352, h: 300 }; // two of the others in a row

/** @param {string} id */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {() => boolean} there the program can be asked
 * @param {() => string} address of what is shown
 * @param {() => void} after the program has drawn for the paper, and has to draw for the page again
 */
export async function printable(there, address, after) {
  /** @type {Element | null} */
  let paper = null;

  function put() {
    if (paper || !there() || document.querySelector('dialog:modal')) return; // else that is what is printed
    const caption = $('caption');
    const slots = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.slot:not([hidden])')]);
    paper = make('article', 'paper', make('h1', '', t(`scenario.${/** @type {HTMLSelectElement} */ ($('scenario')).value}.title`)));
    if (!caption.matches('.elsewhere')) paper.append(make('p', '', caption.textContent ?? ''));
    paper.append(make('div', 'figures', ...slots.map(figure)));
    paper.append(make('p', '', ...[...$('narration').childNodes].map((node) => node.cloneNode(true))));
    paper.append(make('footer', 'quiet', `${t('page.title')} · ${t('page.credit')} · `, make('span', 'address', address())));
    document.body.append(paper);
  }

  function take() {
    if (!paper) return;
    paper.remove();
    paper = null;
    after();
  }

  await styleSheet('web/print.css');
  addEventListener('beforeprint', put);
  addEventListener('afterprint', take);
  const print = matchMedia('print');
  print.addEventListener('change', () => (print.matches ? put() : take()));
  if (print.matches) put();
}

/** One panel, with its name below it where the page names it beside the picture. @param {HTMLElement} slot */
function figure(slot) {
  const { panel = '' } = slot.dataset;
  const wide = slot.matches('.wide');
  const { w, h } = wide ? WIDE : SMALL;
  const layout = { width: w, height: h, scale: 1, panels: { [panel]: { x: 0, y: 0, w, h } } };
  const svg = new DOMParser().parseFromString(call('svg', { theme: 'light', layout }), 'image/svg+xml').documentElement;
  const whole = make('figure', wide ? 'wide' : '', document.importNode(svg, true));
  const chosen = /** @type {HTMLSelectElement | null} */ (slot.querySelector('#diagram select'))?.selectedOptions[0]?.text;
  const name = chosen ?? (hasText(`panel.${panel}`) && t(`panel.${panel}`));
  if (name) whole.append(make('figcaption', 'quiet', name));
  return whole;
}
