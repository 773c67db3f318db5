// The QR code of an address, as large as a screen for a class has room, with the address in words beside it.

import { make } from './nodes.js';
import { drawn } from './qr.js';
import { t } from './strings.js';

/** @param {string} address */
export function showCode(address) {
  const before = document.activeElement;
  const link = /** @type {HTMLAnchorElement} */ (make('a', '', address));
  link.href = address;
  const cover = make('div', 'code-cover', drawn(address), make('p', '', link));
  cover.tabIndex = -1;
  cover.setAttribute('role', 'dialog');
  cover.setAttribute('aria-label', t('story.lecture.codeOf', { address }));
  function close() {
    cover.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
  cover.addEventListener('click', ({ target }) => { if (target !== link) close(); });
  cover.addEventListener('keydown', (event) => { if (event.key === 'Escape') close(); });
  document.body.append(cover);
  cover.focus();
}
