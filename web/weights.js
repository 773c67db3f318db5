// The line that says which file the initial weights of the run are from, or what has become of them. Fetched where they
// are from one.

import { moreWords } from './more.js';
import { button, make } from './nodes.js';
import { t } from './strings.js';

/** @type {HTMLElement | null} */
let line = null;
let last = 0; // call: words may still be on their way for one before

/**
 * @param {string} file empty: the seed draws the weights
 * @param {{file: string, fit: boolean} | undefined} lost those of before, that it now draws in place of
 * @param {() => void} draw lets the seed draw them
 */
export async function showWeights(file, lost, draw) {
  const mine = ++last;
  await moreWords();
  if (mine !== last) return;
  line?.remove();
  line = null;
  if (!file && !lost) return;
  const words = file ? t('data.weights.from', { file }) : t(lost?.fit ? 'data.weights.drawn' : 'data.weights.shape', { file: lost?.file });
  const act = button('word', t(file ? 'data.weights.draw' : 'page.close'));
  act.addEventListener('click', file ? draw : () => line?.remove());
  line = make('p', 'weights quiet', words, ' ', act);
  line.setAttribute('role', 'status');
  document.getElementById('remarks')?.after(line);
}
