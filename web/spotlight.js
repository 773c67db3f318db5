// A spotlight: all but a circle round the pointer is dim, as long as its key is held.

import { make } from './nodes.js';

export function createSpotlight() {
  const cover = make('div', 'spotlight');
  cover.setAttribute('aria-hidden', 'true');
  cover.hidden = true;
  document.body.append(cover);

  const follow = (/** @type {PointerEvent} */ { clientX, clientY }) => {
    cover.style.setProperty('--x', `${clientX}px`);
    cover.style.setProperty('--y', `${clientY}px`);
  };
  document.addEventListener('pointermove', follow, { passive: true });

  const off = () => { cover.hidden = true; };
  addEventListener('keyup', ({ key }) => { if (key.toLowerCase() === 'l') off(); });
  addEventListener('blur', off);
  return () => { cover.hidden = false; };
}
