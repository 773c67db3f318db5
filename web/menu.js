// The scenario menu, and the sentence beside it.

import { t } from './strings.js';

/**
 * @param {import('./describe.js').Description} description
 * @param {(slug: string) => void} choose
 */
export function createMenu(description, choose) {
  const menu = /** @type {HTMLSelectElement} */ (document.getElementById('scenario'));
  const caption = /** @type {HTMLElement} */ (document.getElementById('caption'));
  menu.append(...description.scenarios.map(({ slug }) => new Option(t(`scenario.${slug}.title`), slug)));
  menu.addEventListener('change', () => choose(menu.value));
  menu.hidden = false;
  let shown = '';

  return {
    /** @param {string} slug */
    show(slug) {
      if (slug === shown) return;
      shown = slug;
      menu.value = slug;
      caption.textContent = t(`scenario.${slug}.caption`);
    },

    /** @param {boolean} on */
    enable(on) {
      menu.disabled = !on;
    },
  };
}
