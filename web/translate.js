// The static words of index.html, in the language of the catalogue.

import { bare, rich } from './markup.js';
import { t } from './strings.js';

export function translate() {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-label]'))) {
    node.setAttribute('aria-label', t(node.dataset.label ?? ''));
  }
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-hint]'))) {
    node.title = t(node.dataset.hint ?? '');
  }
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    const text = t(node.dataset.text ?? '');
    if (bare(text) !== node.textContent) node.replaceChildren(...rich(text));
  }
}
