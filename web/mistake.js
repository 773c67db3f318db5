// A sentence about what is wrong, beside its place.

import { button, make } from './nodes.js';
import { t } from './strings.js';

/** @param {string} id */
export function createMistake(id) {
  const words = make('span');
  const element = make('p', 'error', words);
  element.id = id;
  element.setAttribute('role', 'alert');
  element.hidden = true;
  /** @type {HTMLElement[]} */
  let marked = [];

  function clear() {
    for (const field of marked.splice(0)) {
      field.removeAttribute('aria-invalid');
      const ids = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((other) => other && other !== id);
      if (ids.length) field.setAttribute('aria-describedby', ids.join(' '));
      else field.removeAttribute('aria-describedby');
    }
    element.hidden = true;
    element.replaceChildren(words);
    words.textContent = '';
  }

  return {
    element,
    clear,

    /**
     * @param {Error & {nearest?: boolean, again?: (more: Record<string, unknown>) => Promise<unknown>}} error
     * @param {HTMLElement} [field] that it is about
     * @param {(act: () => Promise<unknown>) => void} [attempt] what the sentence offers
     */
    tell(error, field, attempt) {
      clear();
      words.textContent = error.message;
      element.hidden = false;
      const { again } = error;
      if (error.nearest && again && attempt) {
        const nearest = button('word', t('data.nearest'));
        nearest.addEventListener('click', () => attempt(() => again({ nearest: true })));
        element.append(' ', nearest);
      }
      if (!field) return;
      marked.push(field);
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), id].filter(Boolean).join(' '));
      field.focus();
    },
  };
}
