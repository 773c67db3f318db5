// What is wrong with an address, in one line that can be dismissed. The page works all the same.

import { LabError } from './bridge.js';
import { button } from './nodes.js';
import { t } from './strings.js';

/** @typedef {ConstructorParameters<typeof LabError>[0] & {used?: unknown}} Mistake */

/** @param {Mistake} mistake */
function sentence(mistake) {
  const { message } = new LabError(mistake);
  const rest = mistake.used == null ? t('page.ignored') : t('page.used', { used: mistake.used });
  return `${message} ${rest}`;
}

/** @param {HTMLElement} line */
export function createRemarks(line) {
  /** @type {string[]} */
  let said = [];

  function show() {
    const text = document.createElement('p');
    text.textContent = said.join(' ');
    const close = button('tool', '×');
    close.setAttribute('aria-label', t('page.dismiss'));
    close.addEventListener('click', clear);
    line.replaceChildren(text, close);
  }

  function clear() {
    said = [];
    line.replaceChildren();
  }

  return {
    clear,
    /** @param {Mistake[]} mistakes */
    add(mistakes) {
      if (!mistakes.length) return;
      said.push(...mistakes.map(sentence));
      show();
    },
  };
}
