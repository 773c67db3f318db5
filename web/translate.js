// The static words of index.html, in the language of the catalogue.

import { bare, rich } from './markup.js';
import { hasText, t } from './strings.js';

export function translate() {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-label]'))) {
    node.setAttribute('aria-label', t(node.dataset.label ?? ''));
  }
  hint();
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    const text = t(node.dataset.text ?? '');
    if (bare(text) !== node.textContent) node.replaceChildren(...rich(text));
  }
}

/** What a pointer at rest is told, as far as its words are there. */
export function hint() {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-hint]'))) {
    const { hint: key = '' } = node.dataset;
    if (hasText(key)) node.title = t(key);
  }
}
