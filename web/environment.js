// The query of the address: what surrounds a run and is no part of it. The scenario itself lives in the hash, see link.js.

import { chosenLanguage, LANGUAGES } from './language.js';

const VIEWS = ['lab', 'embed', 'present'];
const THEMES = ['auto', 'light', 'dark', 'projector'];
const SWITCH = ['0', '1'];

/**
 * @typedef {object} Mistake a key or value that cannot be used, in the words of the program's own errors
 * @property {string} code
 * @property {string} key
 * @property {string} value
 * @property {string[]} [allowed]
 * @property {unknown} [used] what stands instead; without it the key was ignored
 */

const query = new URLSearchParams(location.search);
/** @type {Mistake[]} */
const mistakes = [];
const read = new Set();

/** @param {string} key */
function value(key) {
  read.add(key);
  return query.getAll(key).at(-1) ?? null; // as in the hash
}

/**
 * @template {string} T
 * @template {T | null} O
 * @param {string} key
 * @param {readonly T[]} allowed
 * @param {O} otherwise
 * @returns {T | O}
 */
function choice(key, allowed, otherwise) {
  const wish = value(key);
  if (wish === null) return otherwise;
  const index = allowed.indexOf(/** @type {T} */ (wish));
  if (index >= 0) return allowed[index];
  mistakes.push({ code: 'notAChoice', key, value: wish, allowed: [...allowed], used: otherwise ?? undefined });
  return otherwise;
}

/** @param {string} key @returns {string[] | null} */
function list(key) {
  return value(key)?.split(',').map((item) => item.trim()).filter(Boolean) ?? null;
}

/** The pages around a frame that it answers; nothing: any. */
function origins() {
  const wishes = list('origin');
  for (const wish of wishes ?? []) {
    if (wish !== '*' && !(URL.canParse(wish) && new URL(wish).origin === wish)) mistakes.push({ code: 'notAnOrigin', key: 'origin', value: wish });
  }
  return wishes;
}

/** How the curves are drawn: what can be chosen stands in the page. */
function drawing() {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-option]'));
  return Object.fromEntries([...buttons].map(({ dataset: { option = '', off = '', on = '' } }) => [option, choice(option, [off, on], off)]));
}

const view = choice('view', VIEWS, document.documentElement.dataset.page === 'figure' ? 'embed' : 'lab'); // that page is for frames

export const environment = {
  view,
  lang: choice('lang', LANGUAGES, chosenLanguage(view === 'embed')),
  /** What the address asks for; nothing, if it does not. */
  theme: choice('theme', THEMES, view === 'present' ? 'projector' : null),
  /** Whether the run is to play at once; nothing: as the view does. */
  autoplay: { 0: false, 1: true }[choice('autoplay', SWITCH, null) ?? ''] ?? null,
  speed: value('speed'),
  step: value('step'),
  /** Whether single keys act; nothing: as somebody has chosen. */
  keys: choice('keys', SWITCH, null),
  origin: origins(),
  panels: list('panels'),
  controls: list('controls'),
  options: drawing(),
  diagram: { kind: value('diagram'), cells: value('cells'), x: value('x'), y: value('y'), quantity: value('quantity'), full: value('full') },
};

for (const key of read) {
  const wishes = query.getAll(key);
  const used = wishes.at(-1);
  if (used && wishes.some((wish) => wish !== used) && !mistakes.some((mistake) => mistake.key === key)) mistakes.push({ code: 'repeated', key, value: used, used });
}
for (const key of query.keys()) {
  if (!read.has(key) && [...read].some((known) => resembles(key, known))) mistakes.push({ code: 'unknownOption', key, value: query.get(key) ?? '', allowed: [...read] });
}

/**
 * Whether somebody meant a key and missed it by a letter or two. All others belong to whoever counts visits, and are
 * nobody's mistake.
 * @param {string} key
 * @param {string} known
 */
function resembles(key, known) {
  if (key === known || Math.min(key.length, known.length) < 4) return false;
  let row = [...known, ''].map((_, i) => i);
  for (const [i, letter] of [...key.toLowerCase()].entries()) {
    row = row.reduce((/** @type {number[]} */ next, above, j) => (
      [...next, j ? Math.min(above + 1, next[j - 1] + 1, row[j - 1] + Number(letter !== known[j - 1])) : i + 1]), []);
  }
  return row[known.length] <= 2;
}

/** The address with another query; null takes a key out. @param {Record<string, string | null | undefined>} changes */
export function addressWith(changes) {
  const url = new URL(location.href);
  for (const key of [...url.searchParams.keys()]) if (!read.has(key)) url.searchParams.delete(key); // others' keys are no part of the lab
  for (const [key, value] of Object.entries(changes)) {
    if (value == null) url.searchParams.delete(key);
    else url.searchParams.set(key, value);
  }
  // A comma in a list of names needs no code, and people read these addresses.
  return url.href.replaceAll('%2C', ',');
}

/** The address says what the person chose, so that a copied link opens the same view. @param {Parameters<typeof addressWith>[0]} changes */
export function remember(changes) {
  history.replaceState(history.state, '', addressWith(changes));
}

/** Goes to another address of this page, or loads it again if it is the same. @param {string} address */
export function leaveFor(address) {
  if (address === location.href) location.reload();
  else location.assign(address);
}

/** What was wrong with the address; asked once. */
export const takeMistakes = () => mistakes.splice(0);

/**
 * The items of a list in the address that exist. An empty or absent list means all of `otherwise`.
 * @param {string} key
 * @param {string[] | null} wishes
 * @param {string[]} known
 * @param {string[]} otherwise
 */
export function chosen(key, wishes, known, otherwise) {
  if (!wishes) return otherwise;
  const good = wishes.filter((wish) => known.includes(wish));
  for (const wish of wishes) {
    if (!known.includes(wish)) mistakes.push({ code: 'notAChoice', key, value: wish, allowed: known });
  }
  return good.length ? good : otherwise;
}
