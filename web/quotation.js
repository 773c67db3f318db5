// A text to be copied: as it is, with the button that does it.

import { copies } from './copy.js';
import { button, make } from './nodes.js';
import { t } from './strings.js';

/**
 * @param {string} text
 * @param {string} label
 * @param {(words: string) => void} speak
 */
export function quotation(text, label, speak) {
  const copy = button('word', t('page.copyText'));
  const code = make('code', '', text);
  copies(copy, () => code.textContent ?? '', speak);
  const pre = make('pre', '', code);
  pre.tabIndex = 0; // it scrolls
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', label);
  return {
    node: make('div', 'quotation', pre, copy),
    /** @param {string} words */
    show(words) { code.textContent = words; },
  };
}
