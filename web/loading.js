// The program on its way here, with a bar that counts its true bytes and, where it does not come, a way to try again.

import { fixed, t } from './strings.js';
import { load } from './transfer.js';

const PROGRAM = 'lab.wasm';

/** @param {ReturnType<typeof import('./narration.js').createNarration>} narration @param {(text: string) => void} say */
export async function download(narration, say) {
  const bar = /** @type {HTMLProgressElement} */ (document.getElementById('progress'));
  const megabytes = (/** @type {number} */ bytes) => fixed(bytes / 1e6, 1);
  /** @param {unknown} error */
  async function again(error) {
    console.warn(error);
    const online = new Promise((goOn) => { addEventListener('online', goOn, { once: true }); });
    await narration.ask(t('page.downloadFailed'), t('page.tryAgain'), online);
  }
  try {
    return await load(PROGRAM, (done, total) => {
      bar.hidden = false;
      bar.max = total;
      bar.value = done;
      say(done < total ? t('page.loading.bytes', { done: megabytes(done), total: megabytes(total) }) : t('page.starting'));
    }, again);
  } finally {
    bar.hidden = true;
  }
}
