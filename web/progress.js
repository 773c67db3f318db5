// How far a file has been read, with a way to stop; of a large one, what it will cost before that.

import { button, make } from './nodes.js';
import { number, t } from './strings.js';

const REST = 100; // milliseconds between two numbers: a reader of them wants no flicker

/** Bytes in megabytes, as a person would say. @param {number} bytes */
const megabytes = (bytes) => number(Number((bytes / 1e6).toPrecision(bytes < 1e8 ? 2 : 3)));

/** @param {number} bytes */
export const size = (bytes) => (bytes < 1e6 ? t('data.kilobytes', { n: Math.ceil(bytes / 1000) }) : t('data.megabytes', { n: megabytes(bytes) }));

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 90) return t('data.seconds', { n: Math.max(1, Math.round(seconds)) });
  return t('data.minutes', { n: Math.round(seconds / 60) });
}

/** @param {string} name of what is read @param {() => void} stop */
export function createProgress(name, stop) {
  const bar = document.createElement('progress');
  const label = make('label', '', t('data.reading', { name }));
  bar.id = 'data-progress';
  /** @type {HTMLLabelElement} */ (label).htmlFor = bar.id;
  const told = make('p', 'quiet');
  const cancel = button('word', t('data.cancel'));
  cancel.addEventListener('click', stop);
  const question = make('p');
  question.setAttribute('role', 'alert');
  const yes = button('word', t('data.goOn'));
  yes.hidden = true;
  const element = make('div', 'reading', label, bar, told, question, make('div', 'acts', yes, cancel));
  let shown = -Infinity;

  return {
    element,
    cancel,

    /** @param {import('./reader.js').Progress} progress */
    show({ done, total, rows, pass }) {
      const now = performance.now();
      if (now - shown < REST && done < total) return;
      shown = now;
      bar.max = total;
      bar.value = done;
      told.textContent = t(pass > 1 ? 'data.progress.second' : 'data.progress', { rows, done: total < 1e6 ? number(Math.ceil(done / 1000)) : megabytes(done), total: size(total) });
    },

    /** Resolves with whether the person wants to wait that long. @param {number} seconds */
    agree(seconds) {
      question.textContent = t('data.cost', { total: size(bar.max), time: duration(seconds) });
      yes.hidden = false;
      yes.focus();
      return new Promise((resolve) => {
        yes.addEventListener('click', () => {
          question.textContent = '';
          cancel.focus();
          yes.hidden = true;
          resolve(true);
        }, { once: true });
        cancel.addEventListener('click', () => resolve(false), { once: true });
      });
    },
  };
}
