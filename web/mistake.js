// A sentence about what is wrong, beside its place.

import { button, make } from './nodes.js';

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
     * @param {Error} error
     * @param {HTMLElement} [field] that it is about
     * @param {{words: string, act: () => void}} [offer] a way out
     */
    tell(error, field, offer) {
      clear();
      words.textContent = error.message;
      element.hidden = false;
      if (offer) {
        const go = button('word', offer.words);
        go.addEventListener('click', offer.act);
        element.append(' ', go);
      }
      if (!field) return;
      marked.push(field);
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', [field.getAttribute('aria-describedby'), id].filter(Boolean).join(' '));
      field.focus();
    },
  };
}
