// The notes of who holds the lecture, in a window of their own. It knows what the screen shows, and turns it.

import { createBoard } from './board.js';
import { environment } from './environment.js';
import { listen } from './keys.js';
import { lineOf } from './presenter.js';
import { single } from './single.js';
import { t, useStrings } from './strings.js';

const unstarted = document.getElementById('unstarted');
try {
  const response = await fetch(new URL(`../story/words.${environment.lang}.json`, import.meta.url));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  useStrings(await response.json());
  unstarted?.remove();
} catch (error) {
  unstarted?.classList.add('now');
  throw error;
}

const id = location.hash.slice(1);
const place = /** @type {HTMLElement} */ (document.querySelector('.notes'));
if (/^\w+$/.test(id)) connect();

function connect() {
  const line = lineOf(document.documentElement.dataset.build ?? '', id);
  /** @param {{does: string, [key: string]: unknown}} what */
  const ask = (what) => line.postMessage({ from: 'notes', ...what });
  const board = createBoard(place, ask);
  const trouble = /** @type {HTMLElement} */ (place.querySelector('.trouble'));
  line.onmessage = ({ data }) => {
    if (data?.from !== 'lecture') return;
    trouble.textContent = data.gone ? t('story.notes.lost') : '';
    if (data.present) board.show(data.present);
  };
  /** @param {number} by */
  const turn = (by) => () => ask({ does: 'turn', by });
  listen([
    { key: 'PageDown', does: 'story.lecture.next', act: turn(1), always: true },
    { key: 'ArrowRight', does: 'story.lecture.next', act: turn(1), not: 'input' },
    { key: 'PageUp', does: 'story.lecture.previous', act: turn(-1), always: true },
    { key: 'ArrowLeft', does: 'story.lecture.previous', act: turn(-1), not: 'input' },
    { key: ' ', does: 'story.lecture.play', act: () => ask({ does: 'toggle' }), not: 'button, a[href], input, summary' },
    ...['b', 'B', '.'].map((key) => ({ key, does: 'page.key.blank', act: () => ask({ does: 'blank' }) })),
  ], () => true, () => single.on);
  ask({ does: 'hello' });
}
