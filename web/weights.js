// The sentence that says which file the initial weights of the run are from. Fetched where they are from one.

import { moreWords } from './more.js';
import { button, make } from './nodes.js';
import { t } from './strings.js';

/** @type {HTMLElement | null} */
let line = null;
let shown = ''; // of the last call: words may still be on their way for one before

/**
 * @param {string} file empty: the seed draws the weights
 * @param {() => void} draw lets it
 */
export async function showWeights(file, draw) {
  shown = file;
  await moreWords();
  if (shown !== file) return;
  line?.remove();
  line = null;
  if (!file) return;
  const undo = button('word', t('data.weights.draw'));
  undo.addEventListener('click', draw);
  line = make('p', 'weights quiet', t('data.weights.from', { file }), ' ', undo);
  document.getElementById('remarks')?.after(line);
}

/**
 * What a change has made of the weights of a file.
 * @param {{file: string, fit: boolean}} lost
 * @param {number} seed
 */
export async function lostWeights({ file, fit }, seed) {
  await moreWords();
  return t(fit ? 'data.weights.drawn' : 'data.weights.shape', { file, seed });
}
