// When the lab cannot go on: the last picture stays, a sentence says what happened and what can be done.

import { call } from './bridge.js';

/**
 * The canvas is empty once its graphics context is lost; the same scene as SVG takes its place.
 * @param {HTMLElement} picture
 */
export function showLastScene(picture) {
  try {
    const still = document.createElement('img');
    still.className = 'still';
    still.alt = '';
    still.src = URL.createObjectURL(new Blob([call('svg')], { type: 'image/svg+xml' }));
    picture.append(still);
    picture.classList.add('stilled');
  } catch (error) {
    console.warn(error); // the canvas stays, empty, and the sentence beside it
  }
}

/**
 * Ebitengine reloads the page when the browser takes the graphics away. Many frames doing so would fight for ever, so
 * the event is stopped on its way to the canvas, and what happens next is the person's decision.
 * @param {() => void} tell
 */
export function onContextLost(tell) {
  window.addEventListener('webglcontextlost', (event) => {
    event.stopImmediatePropagation();
    event.preventDefault();
    tell();
  }, { capture: true });
}
