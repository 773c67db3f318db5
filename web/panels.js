// Which panels and controls a view shows.

import { chosen, environment } from './environment.js';

const EMBEDDED = 2; // panels that a small frame has room for

/** @param {import('./describe.js').Description} description */
export function choosePanels({ panels }) {
  const usual = environment.view === 'embed' ? panels.slice(0, EMBEDDED) : panels;
  const shown = chosen('panels', environment.panels, panels, usual);
  const slots = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.slot')]);
  for (const slot of slots) slot.hidden = !shown.includes(slot.dataset.panel ?? '');
  const upper = /** @type {HTMLElement} */ (document.querySelector('.upper'));
  upper.hidden = ![...upper.children].some((slot) => slots.includes(/** @type {HTMLElement} */ (slot)) && !(/** @type {HTMLElement} */ (slot).hidden));
  /** @type {HTMLElement} */ (document.getElementById('stage')).dataset.count = String(shown.length);
}

/**
 * The parameters that get a control. `none` leaves them all out, and so does a frame that names none.
 * @param {import('./describe.js').Description} description
 */
export function chooseControls({ parameters }) {
  const usual = parameters.filter((parameter) => parameter.shown);
  const wishes = environment.controls ?? (environment.view === 'embed' ? ['none'] : null);
  if (wishes?.join() === 'none') return [];
  const keys = chosen('controls', wishes, parameters.map(({ key }) => key), usual.map(({ key }) => key));
  return environment.controls ? parameters.filter(({ key }) => keys.includes(key)) : usual;
}
