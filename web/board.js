// What is on the screen, and its notes, for the one who speaks: the step's question, its answer, what to expect, and the time.

import { t } from './strings.js';

/**
 * @typedef {object} Present the lecture as it is
 * @property {string} slug of the step on the screen
 * @property {boolean} revealed
 * @property {Record<string, number>} hands
 * @property {number | null} begun milliseconds of the clock at the first press
 * @property {number} entered the same, when this step came
 * @property {number} spent milliseconds in this step before
 */

/** Minutes and seconds. @param {number} ms */
const clock = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/**
 * @param {HTMLElement} place holds the notes of all steps
 * @param {(what: {does: string, [key: string]: unknown}) => void} ask the lecture
 */
export function createBoard(place, ask) {
  const notes = /** @type {HTMLElement[]} */ ([...place.querySelectorAll('[data-step]')]);
  const minutes = notes.map(({ dataset }) => Number(dataset.minutes));
  const total = minutes.reduce((sum, each) => sum + each, 0);
  /** @param {string} selector */
  const $ = (selector) => /** @type {HTMLElement} */ (place.querySelector(selector));
  /** @type {Present | null} */
  let present = null;
  let at = 0;

  place.addEventListener('click', (event) => {
    const node = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('[data-does], a[data-act]')) : null;
    if (!node) return;
    event.preventDefault();
    const { does, by, act, to } = node.dataset;
    if (act) ask({ does: 'act', act, to });
    else ask({ does: does ?? '', by: Number(by) });
  });
  place.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.set) ask({ does: 'set', values: { [target.dataset.set]: target.value } });
  });

  function tick() {
    if (!present) return;
    const { begun, entered, spent } = present;
    const now = Date.now();
    $('.elapsed .time').textContent = clock(begun === null ? 0 : now - begun);
    $('.this').textContent = t('story.notes.step', { time: clock(begun === null ? 0 : spent + now - entered), minutes: minutes[at] });
    $('.plan').textContent = t('story.notes.plan', { end: minutes.slice(0, at + 1).reduce((sum, each) => sum + each, 0), total });
  }
  const timer = setInterval(tick, 1000);

  return {
    /** @param {Present} news */
    show(news) {
      present = news;
      at = notes.findIndex(({ dataset }) => dataset.step === news.slug);
      notes.forEach((note, i) => { note.hidden = i !== at; });
      $('.clock').hidden = false;
      $('.alone').hidden = true;
      $('.where').textContent = t(news.revealed ? 'story.notes.answered' : 'story.notes.asking');
      for (const count of /** @type {NodeListOf<HTMLElement>} */ (notes[at].querySelectorAll('.raised'))) {
        const { option = '' } = count.dataset;
        count.textContent = option in news.hands ? t('story.lecture.hand', { count: news.hands[option] }) : '';
      }
      for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (notes[at].querySelectorAll('input[data-set]'))) input.disabled = !news.revealed;
      tick();
    },
    close: () => clearInterval(timer),
  };
}
