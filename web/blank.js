// An empty screen, as every clicker has a key for it: the audience looks at who speaks.

import { make } from './nodes.js';
import { t } from './strings.js';

/** @param {() => void} pause nothing goes on unseen */
export function createBlank(pause) {
  /** @type {HTMLElement | null} */
  let cover = null;

  return function blank() {
    if (cover) {
      cover.remove();
      cover = null;
      return;
    }
    pause();
    cover = make('div', 'blank', make('p', 'unseen', t('page.blank')));
    cover.setAttribute('role', 'status');
    cover.addEventListener('click', blank);
    document.body.append(cover);
  };
}
