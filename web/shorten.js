// A run that ends long after everything has come to rest can be cut: a quiet offer once it is over.

import { environment } from './environment.js';
import { t } from './strings.js';

/**
 * @param {HTMLButtonElement} offer
 * @param {HTMLElement} heir takes the focus once the offer is gone
 * @param {(values: import('./describe.js').Values) => Promise<unknown>} set
 */
export function createShorten(offer, heir, set) {
  let enough = 0;
  offer.addEventListener('click', () => { set({ epochs: enough }).catch(console.warn); });

  return {
    /** @param {import('./describe.js').State} state */
    show(state) {
      enough = (environment.view === 'lab' && !state.playing && state.enough) || 0;
      if (enough) offer.textContent = t('page.shorten', { epochs: enough });
      if (offer.hidden === !enough) return;
      const had = document.activeElement === offer;
      offer.hidden = !enough;
      if (had) heir.focus();
    },

    /** @param {boolean} on */
    enable(on) {
      offer.disabled = !on;
    },
  };
}
