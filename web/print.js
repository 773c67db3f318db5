// On paper the figures are vector graphics in the light theme, whatever the screen shows.

import { call } from './bridge.js';

/**
 * @param {HTMLElement} picture
 * @param {() => boolean} there the program can be asked
 */
export function printable(picture, there) {
  /** @type {Element | null} */
  let sheet = null;

  addEventListener('beforeprint', () => {
    if (sheet || !there()) return;
    const svg = new DOMParser().parseFromString(call('svg', { theme: 'light' }), 'image/svg+xml').documentElement;
    sheet = document.importNode(svg, true);
    sheet.classList.add('sheet-of-paper');
    sheet.setAttribute('aria-hidden', 'true');
    picture.append(sheet);
  });
  addEventListener('afterprint', () => {
    sheet?.remove();
    sheet = null;
  });
}
