// What is wrong with an address, in one line that can be dismissed. The page works all the same.

import { understood, written } from './bridge.js';
import { button, make } from './nodes.js';
import { sentences, t } from './strings.js';

const VISIBLE = 2; // the rest opens on demand
const NAMED = 5; // keys of what is not visible

/** @typedef {Parameters<typeof understood>[0] & {used?: unknown}} Mistake */

/** @param {Mistake} mistake */
async function sentence(mistake) {
  const { message } = await understood(mistake);
  const rest = mistake.used == null ? t('page.ignored') : t('page.used', { used: written(mistake.used) });
  return sentences([message, rest]);
}

/** @param {HTMLElement} line */
export function createRemarks(line) {
  /** @type {{words: string, key?: string}[]} */
  let said = [];
  let cleared = 0; // times

  function show() {
    const text = make('div', '', make('p', '', sentences(said.slice(0, VISIBLE).map(({ words }) => words))));
    const rest = said.slice(VISIBLE);
    if (rest.length) {
      const keys = [...new Set(rest.flatMap(({ key }) => key ?? []))].slice(0, NAMED);
      const summary = make('summary', '', t(keys.length ? 'page.remarks.moreKeys' : 'page.remarks.more', { n: rest.length, keys }));
      text.append(make('details', '', summary, ...rest.map(({ words }) => make('p', '', words))));
    }
    put(text);
  }

  /** @param {HTMLElement} text */
  function put(text) {
    const close = button('tool', '×');
    close.setAttribute('aria-label', t('page.dismiss'));
    close.addEventListener('click', clear);
    line.replaceChildren(text, close);
  }

  function clear() {
    cleared++;
    said = [];
    line.replaceChildren();
  }

  return {
    clear,

    /** Something else than what the address got wrong. @param {HTMLElement} words */
    tell(words) {
      said = [];
      put(make('div', '', words));
    },

    /** @param {Mistake[]} mistakes */
    async add(mistakes) {
      if (!mistakes.length) return;
      const before = cleared;
      const more = await Promise.all(mistakes.map(async (mistake) => ({ words: await sentence(mistake), key: mistake.key })));
      if (before !== cleared) return; // they are about what was there before
      said.push(...more);
      show();
    },
  };
}
