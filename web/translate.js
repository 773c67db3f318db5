// The static words of index.html, in the language of the catalogue.

import { environment } from './environment.js';
import { speak } from './language.js';
import { bare, rich } from './markup.js';
import { hasText, t } from './strings.js';

export function translate() {
  speak(environment.lang);
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-label]'))) {
    node.setAttribute('aria-label', t(node.dataset.label ?? ''));
  }
  hint();
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-text]'))) {
    const text = t(node.dataset.text ?? '');
    if (bare(text) !== node.textContent) node.replaceChildren(...rich(text));
  }
  for (const node of /** @type {NodeListOf<HTMLMetaElement>} */ (document.querySelectorAll('[data-meta]'))) node.content = t(node.dataset.meta ?? '');
  if (!new URLSearchParams(location.search).has('lang')) return;
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a[href^="story/"], a[href^="../"]'))) link.search = `lang=${environment.lang}`;
}

/** What a pointer at rest is told, as far as its words are there. */
export function hint() {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-hint]'))) {
    const { hint: key = '' } = node.dataset;
    if (hasText(key)) node.title = t(key);
  }
}
