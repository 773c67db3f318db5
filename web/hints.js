// The help of a control: bound to it, so that a screen reader tells it; shown when the keyboard gets there, or a finger or a
// pointer presses the name. It changes nothing, and goes with Escape.

import { make } from './nodes.js';
import { hasText, t } from './strings.js';

const GAP = 4; // CSS pixels

/** Where a control says which help is its own. @param {string} key */
const idOf = (key) => `hint-${key.replace(/^param\.|\.help$/g, '')}`;

export function hints() {
  const texts = make('div');
  texts.hidden = true;
  const tip = make('p', 'tip');
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true'); // it is told as the description of its control
  document.querySelector('main')?.append(texts, tip);
  /** @type {HTMLElement | null} */
  let about = null;
  let byKeys = false;

  /** Some controls come later. */
  function bind() {
    for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.parameter[data-hint]'))) {
      const { hint = '' } = node.dataset;
      const id = idOf(hint);
      if (!hasText(hint) || document.getElementById(id)) continue;
      const text = make('span', '', t(hint));
      text.id = id;
      texts.append(text);
    }
  }
  bind();

  /** @param {HTMLElement} node */
  function show(node) {
    const key = node.dataset.hint ?? '';
    if (!hasText(key)) return;
    about = node;
    tip.textContent = t(key);
    tip.hidden = false;
    const place = node.getBoundingClientRect();
    const { height, width } = tip.getBoundingClientRect();
    const below = place.bottom + GAP + height <= innerHeight;
    tip.style.left = `${Math.max(GAP, Math.min(place.left, innerWidth - width - GAP))}px`;
    tip.style.top = `${below ? place.bottom + GAP : Math.max(GAP, place.top - GAP - height)}px`;
  }

  function hide() {
    tip.hidden = true;
    about = null;
  }

  /** @param {EventTarget | null} target */
  const hinted = (target) => /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest('[data-hint]') : null);

  document.addEventListener('keydown', (event) => {
    byKeys = true;
    if (event.key !== 'Escape' || tip.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    hide();
  }, { capture: true });
  document.addEventListener('pointerdown', () => {
    byKeys = false;
    hide();
  }, { capture: true });
  document.addEventListener('focusin', ({ target }) => {
    const node = hinted(target);
    if (byKeys && node) show(node);
    else if (node !== about) hide();
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('scroll', () => {
    if (byKeys && about?.contains(document.activeElement)) show(about); // the focus may have scrolled there
    else hide();
  }, { capture: true, passive: true });
  // A press on the name reads its help; it also leads to the field, but under a finger that would bring up the keys.
  document.addEventListener('click', (event) => {
    const { target } = event;
    const name = target instanceof Element ? target.closest('.parameter > .name, .parameter > .symbol') : null;
    const node = name && hinted(name);
    if (!node) return;
    if (/** @type {PointerEvent} */ (event).pointerType === 'touch') event.preventDefault();
    setTimeout(show, 0, node); // the focus has arrived by then
  });

  return { bind };
}
