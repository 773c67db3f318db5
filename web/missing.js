// A part that is fetched on demand may not come. Then that is said, and the next press asks for it again.

import { LabError } from './bridge.js';
import { t } from './strings.js';

/**
 * @param {(words: string) => void} show in a place of the page; no words: it is not so any more
 * @returns {(act: () => Promise<unknown>) => Promise<void>} does what needs a part
 */
export function createMissing(show) {
  let said = false;
  return async (act) => {
    if (said) show('');
    said = false;
    try {
      await act();
    } catch (error) {
      console.warn(error);
      said = true;
      show(error instanceof LabError ? error.message : t('page.partMissing')); // or the program has refused
    }
  };
}
