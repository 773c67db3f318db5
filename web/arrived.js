// Parts of the page that come later, and may not.

import { button, make } from './nodes.js';
import { t } from './strings.js';

/**
 * What fills a place of the page; where it does not come, a sentence stands there, and a button that asks again.
 * @template T
 * @param {HTMLElement} place
 * @param {() => Promise<T>} get
 * @param {() => void} [missed] told when it did not come at first
 * @returns {Promise<T>}
 */
export async function arrived(place, get, missed = () => {}) {
  try {
    return await get();
  } catch (error) {
    console.warn(error);
    missed();
    const again = button('word', t('page.tryAgain'));
    const words = make('p', 'quiet', t('page.placeMissing'), ' ', again);
    words.setAttribute('role', 'status');
    place.append(words);
    await new Promise((done) => { again.addEventListener('click', done); });
    words.remove();
    return arrived(place, get);
  }
}
