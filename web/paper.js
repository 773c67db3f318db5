// A figure alone on a sheet of its size, for the browser's print dialog: what prints also makes PDF, of vectors and text.

import { styleSheet } from './more.js';
import { make } from './nodes.js';

const SHEET = 'web/print.css';

/**
 * Opens the print dialog with a figure, and nothing else.
 * @param {string} text of an SVG
 */
export async function printFigure(text) {
  await styleSheet(SHEET);
  const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
  const alone = make('div', 'alone', svg);
  const { width, height } = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (svg));
  const size = [width, height].map(({ baseVal }) => `${baseVal.value}px`).join(' ');
  const sheet = /** @type {CSSStyleSheet} */ ([...document.styleSheets].find(({ href }) => href?.endsWith(SHEET)));
  const rule = sheet.insertRule(`@page { size: ${size}; margin: 0; }`, sheet.cssRules.length);
  document.body.append(alone);
  addEventListener('afterprint', () => {
    alone.remove();
    sheet.deleteRule(rule);
  }, { once: true });
  print();
}
