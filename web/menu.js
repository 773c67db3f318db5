// The scenario menu, and the sentences beside it: of this scenario, and of what it is about.

import { environment } from './environment.js';
import { rich } from './markup.js';
import { ownOf } from './own.js';
import { hasText, t } from './strings.js';

/**
 * Whether a run is no more what its scenario says: then the sentence about that would be wrong.
 * @param {Record<string, unknown>} values
 * @param {Record<string, unknown>} own the scenario's
 */
export const differs = (values, own) => Object.keys(own).some((key) => values[key] !== own[key]);

/** @param {string} slug @param {boolean} changed */
export function titleOf(slug, changed) {
  const title = t(`scenario.${slug}.title`);
  return changed ? t('page.title.changed', { title }) : title;
}

/**
 * @param {import('./describe.js').Description} description
 * @param {(slug: string, brings?: boolean) => void} choose brings: the scenario asks for somebody's data, and a sheet for them may open
 */
export function createMenu(description, choose) {
  const menu = /** @type {HTMLSelectElement} */ (document.getElementById('scenario'));
  const caption = /** @type {HTMLElement} */ (document.getElementById('caption'));
  const heading = /** @type {HTMLElement} */ (document.querySelector('.top h1')); // of a figure: what it shows
  const gist = /** @type {HTMLElement} */ (document.querySelector('[data-text="page.about.what"]'));
  const slugs = description.scenarios.map(({ slug }) => slug);
  /** @type {Map<string, HTMLElement>} */
  const groups = new Map();
  for (const { slug, group = '' } of description.scenarios) {
    if (group && !groups.has(group)) {
      const list = document.createElement('optgroup');
      list.label = t(`page.group.${group}`);
      groups.set(group, list);
      menu.append(list);
    }
    (groups.get(group) ?? menu).append(new Option(t(`scenario.${slug}.title`), slug));
  }
  const own = ownOf(description).slug;
  let walking = false; // with the keys from one scenario to the next: then no sheet comes in between
  menu.addEventListener('keydown', ({ key }) => { walking = key !== 'Enter' && key !== ' '; });
  menu.addEventListener('pointerdown', () => { walking = false; });
  menu.addEventListener('change', () => choose(menu.value, menu.value === own && !walking));
  menu.hidden = false;
  let shown = '';
  let named = '';

  /** A changed scenario may be no more what its name says. @param {string} title */
  function name(title) {
    if (title === named) return;
    named = title;
    if (environment.view === 'embed') heading.textContent = title;
    document.title = t('page.titleOf', { title });
  }

  return {
    /**
     * The sentence speaks of the scenario as it comes: beside other values its numbers would be wrong.
     * @param {string} slug
     * @param {Record<string, unknown>} values
     * @param {Record<string, unknown>} own the scenario's
     */
    show(slug, values, own) {
      const changed = differs(values, own);
      caption.classList.toggle('elsewhere', changed);
      name(titleOf(slug, changed));
      const about = hasText(`page.gist.${values.task}`) ? `page.gist.${values.task}` : 'page.about.what';
      if (gist.dataset.text !== about) {
        gist.dataset.text = about;
        gist.replaceChildren(...rich(t(about)));
      }
      if (slug === shown) return;
      shown = slug;
      menu.value = slug;
      caption.textContent = t(`scenario.${slug}.caption`);
    },

    /** The next scenario, or the one before; at the ends it stays. @param {number} by */
    turn(by) {
      const next = slugs[slugs.indexOf(shown) + by];
      if (next) choose(next);
    },

    /** @param {boolean} on */
    enable(on) {
      menu.disabled = !on;
    },
  };
}
