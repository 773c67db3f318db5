// On paper: the title, the captions, what is said, and the figures as vector graphics, laid out for the paper and in the
// light theme, whatever the window is like.

import { call } from './bridge.js';
import { make } from './nodes.js';
import { bare } from './markup.js';
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
export function printable(there, address, after) {
  /** @type {Element | null} */
  let paper = null;

  function put() {
    if (paper || !there() || document.querySelector('dialog:modal')) return; // else that is what is printed
    const caption = $('caption');
    const names = [...document.querySelectorAll('.slot:not([hidden])')].map((slot) => /** @type {HTMLElement} */ (slot).dataset.panel ?? '');
    paper = make('article', 'paper', make('h1', '', t(`scenario.${/** @type {HTMLSelectElement} */ ($('scenario')).value}.title`)));
    if (!caption.matches('.elsewhere')) paper.append(make('p', '', caption.textContent ?? ''));
    paper.append(make('div', 'figures', ...names.map(figure)));
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

  addEventListener('beforeprint', put);
  addEventListener('afterprint', take);
  matchMedia('print').addEventListener('change', ({ matches }) => (matches ? put() : take()));
}

/** One panel, with its name below it where the page names it beside the picture. @param {string} panel */
function figure(panel) {
  const { w, h } = panel === 'training' ? WIDE : SMALL;
  const layout = { width: w, height: h, scale: 1, panels: { [panel]: { x: 0, y: 0, w, h } } };
  const svg = new DOMParser().parseFromString(call('svg', { theme: 'light', layout }), 'image/svg+xml').documentElement;
  const whole = make('figure', panel === 'training' ? 'wide' : '', document.importNode(svg, true));
  const kind = /** @type {HTMLSelectElement | null} */ (document.querySelector('#diagram select'));
  const named = panel === 'phase' ? kind?.selectedOptions[0]?.text : hasText(`panel.${panel}`) && t(`panel.${panel}`);
  if (named) whole.append(make('figcaption', 'quiet', bare(named)));
  return whole;
}
