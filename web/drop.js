// A file may be dropped anywhere on the page. While one is over it, a calm sheet says what will happen.

import { moreWords, styleSheet } from './more.js';
import { make } from './nodes.js';
import { t } from './strings.js';

const SILENCE = 1000; // milliseconds

/** @param {DragEvent} event */
const holdsFiles = ({ dataTransfer }) => Boolean(dataTransfer?.types.includes('Files'));

/** @param {() => boolean} able @param {(files: File[]) => void} open */
export async function acceptDrops(able, open) {
  await Promise.all([moreWords(), styleSheet('web/data.css')]);
  const overlay = make('div', 'drop', make('p', 'lead', t('page.drop')), make('p', 'quiet', t('page.drop.private')));
  overlay.popover = 'manual'; // above a sheet that is open
  document.body.append(overlay);

  let timer = 0;

  /** While something is over the page it is told so all the time; some ways to leave are not told. @param {boolean} on */
  function show(on) {
    clearTimeout(timer);
    if (on) timer = setTimeout(show, SILENCE, false);
    if (on === overlay.matches(':popover-open')) return;
    overlay.togglePopover(on);
  }

  for (const kind of ['dragenter', 'dragover']) {
    addEventListener(kind, (event) => {
      if (!holdsFiles(/** @type {DragEvent} */ (event)) || !able()) return;
      event.preventDefault();
      const { dataTransfer } = /** @type {DragEvent} */ (event);
      if (dataTransfer) dataTransfer.dropEffect = 'copy';
      show(true);
    });
  }
  addEventListener('dragleave', ({ relatedTarget }) => { if (!relatedTarget) show(false); });
  addEventListener('drop', (event) => {
    show(false);
    if (!holdsFiles(event) || !able()) return;
    event.preventDefault();
    open([...event.dataTransfer?.files ?? []]);
  });
}
