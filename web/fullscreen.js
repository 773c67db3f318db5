// Full screen for the page, not for the canvas: controls, narration and picture stay together.

import { t } from './strings.js';

/** @param {HTMLButtonElement} button */
export function createFullscreen(button) {
  const page = document.documentElement;
  if (!document.fullscreenEnabled) return;
  const words = /** @type {HTMLElement} */ (button.querySelector('span'));
  button.hidden = false;
  button.addEventListener('click', () => {
    const done = document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen();
    done.catch(console.warn);
  });
  document.addEventListener('fullscreenchange', () => {
    words.textContent = t(document.fullscreenElement ? 'page.fullscreen.leave' : 'page.fullscreen');
  });
}
