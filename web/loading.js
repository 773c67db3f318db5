// The program on its way here, with a bar that counts its true bytes.

import { load } from './program.js';
import { t } from './strings.js';

const PROGRAM = 'lab.wasm';

/**
 * @param {number} total bytes
 * @param {(text: string) => void} say
 */
export async function download(total, say) {
  const bar = /** @type {HTMLProgressElement} */ (document.getElementById('progress'));
  bar.max = total;
  bar.hidden = false;
  try {
    return await load(PROGRAM, total, (done) => {
      bar.value = done;
      say(done < total ? t('page.loading.bytes', { done: megabytes(done), total: megabytes(total) }) : t('page.starting'));
    });
  } finally {
    bar.hidden = true;
  }
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
