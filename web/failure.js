// When the lab cannot go on: the last picture stays, a sentence says what happened and what can be done.

import { call } from './bridge.js';

/**
 * The canvas is empty once its graphics context is lost; the same scene as SVG takes its place. Answers what draws it
 * again, for a page that changes.
 * @param {HTMLElement} picture
 * @param {() => Record<string, unknown>} look of pictures
 */
export function showLastScene(picture, look) {
  const still = document.createElement('img');
  still.className = 'still';
  still.alt = '';
  picture.append(still);
  picture.classList.add('stilled');
  still.onload = () => URL.revokeObjectURL(still.src);

  /** @type {import('./host.js').Layout | undefined} the program's own, at first */
  let last;
  /** @param {import('./host.js').Layout} [layout] */
  function draw(layout = last) {
    last = layout;
    try {
      still.src = URL.createObjectURL(new Blob([call('svg', { ...look(), layout })], { type: 'image/svg+xml' }));
    } catch (error) {
      console.warn(error); // the canvas stays, empty, and the sentence beside it
    }
  }
  draw();
  return draw;
}

/**
 * Calls once the element is on the screen of somebody.
 * @param {Element} element
 * @param {() => void} act
 */
export function whenSeen(element, act) {
  const observer = new IntersectionObserver((entries) => {
    if (document.hidden || !entries[entries.length - 1].isIntersecting) return;
    observer.disconnect();
    act();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', () => {
    observer.unobserve(element); // it tells again
    observer.observe(element);
  });
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
