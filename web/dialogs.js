// Sheets over the page, and two of them: its keys, and what the lab is. Their words are in the catalogue only; they are
// made when they are opened.

import { rich } from './markup.js';
import { moreWords, styleSheet } from './more.js';
import { button, make } from './nodes.js';
import { single } from './single.js';
import { t } from './strings.js';

const DOCUMENTS = ['science', 'link', 'decisions', 'hosting', 'score'];

const KEY_NAMES = { ' ': 'page.key.space', PageDown: 'page.key.pageDown', PageUp: 'page.key.pageUp', Home: 'page.key.home' };

/** What is no word, or sounds like another key. @type {Record<string, string>} */
const SPOKEN = { '.': 'page.key.dot', ',': 'page.key.comma', '[': 'page.key.bracket', ']': 'page.key.bracketClose', M: 'page.key.shiftM' };

/** @param {string} key */
export const sentence = (key, values = {}) => make('p', '', ...rich(t(key, values)));

/** What sheets need before they open. */
export const prepared = () => Promise.all([moreWords(), styleSheet('web/dialogs.css')]);

/**
 * Opens a sheet with fresh content; it closes by its button, Escape, or a click beside it.
 * @param {HTMLDialogElement} sheet
 * @param {string} title
 * @param {string} id of the title
 * @param {Node[]} content
 */
function open(sheet, title, id, content) {
  const close = button('tool close', '×');
  close.setAttribute('aria-label', t('page.close'));
  close.addEventListener('click', () => sheet.close());
  const heading = make('h2', '', title);
  heading.id = id;
  const body = make('div', 'sheet', make('div', 'head', heading, close), ...content);
  sheet.replaceChildren(body);
  sheet.onclick = (event) => { if (event.target === sheet) sheet.close(); };
  if (!sheet.open) {
    sheet.showModal();
    sheet.addEventListener('close', () => hearIn(document.querySelector('dialog:modal')), { once: true });
  }
  hearIn(sheet);
}

/** @type {HTMLElement | null} where the page tells a screen reader what happens, and … */
let voice = null;
/** @type {Element | null} … where that stands when no sheet is open */
let home = null;

/** While a sheet is open nothing else of the page is heard: so it is told in there. @param {Element | null} sheet */
function hearIn(sheet) {
  voice ??= document.getElementById('spoken');
  home ??= voice?.parentElement ?? null;
  if (voice) (sheet ?? home)?.append(voice);
}

/**
 * Opens a sheet that the page is not written with.
 * @param {string} id
 * @param {string} title
 * @param {Node[]} content
 */
export function openSheet(id, title, content) {
  let sheet = /** @type {HTMLDialogElement | null} */ (document.getElementById(id));
  if (!sheet) {
    sheet = /** @type {HTMLDialogElement} */ (make('dialog'));
    sheet.id = id;
    sheet.setAttribute('aria-labelledby', `${id}-title`);
    document.body.append(sheet);
  }
  open(sheet, title, `${id}-title`, content);
  return sheet;
}

/** A key as it is written, and as it is said. @param {string} key */
function named(key) {
  const written = make('kbd', '', key);
  if (!SPOKEN[key]) return [written];
  written.setAttribute('aria-hidden', 'true');
  return [written, make('span', 'unseen', t(SPOKEN[key]))];
}

/**
 * What keys do, as far as they are told.
 * @param {import('./keys.js').Key[]} keys
 * @param {string[][]} more names of keys, and what they do
 */
export function listOfKeys(keys, more) {
  const rows = keys.filter(({ hidden }) => !hidden).map(({ key, does }) => [KEY_NAMES[key] ? t(KEY_NAMES[key]) : key, t(does)]);
  return make('dl', 'keys', ...[...rows, ...more].flatMap(([key, does]) => [make('dt', '', ...named(key)), make('dd', '', does)]));
}

/** In a sheet of keys: the choice whether single ones act, and what follows from it. */
export function keyChoice() {
  const box = /** @type {HTMLInputElement} */ (make('input'));
  box.type = 'checkbox';
  box.checked = single.on;
  const off = sentence('page.keys.off');
  off.hidden = single.on;
  off.setAttribute('role', 'status');
  box.addEventListener('change', () => {
    single.set(box.checked);
    off.hidden = single.on;
  });
  const kept = sentence('page.keys.kept');
  kept.id = 'keys-kept';
  box.setAttribute('aria-describedby', kept.id);
  return make('div', 'choices', make('label', '', box, ' ', t('page.keys.single')), off, make('div', 'quiet', kept));
}

/**
 * @param {HTMLDialogElement} sheet
 * @param {import('./keys.js').Key[]} keys
 * @param {() => boolean} last no other sheet has been asked for since
 */
export async function showKeys(sheet, keys, last) {
  await prepared();
  if (!last()) return;
  const list = listOfKeys(keys, [['page.key.arrows', 'page.key.scrub'], ['page.key.arrows', 'page.key.drag'], ['page.key.shiftArrows', 'page.key.dragCoarse'], ['page.key.ctrlZ', 'page.key.undo']]
    .map((words) => words.map((key) => t(key))));
  open(sheet, t('page.help.title'), 'keys-title', [list, keyChoice(), make('div', 'quiet', sentence('page.help.fields'), sentence('page.help.reader'))]);
}

/**
 * @param {HTMLDialogElement} sheet
 * @param {string} version
 * @param {() => boolean} last no other sheet has been asked for since
 */
export async function showAbout(sheet, version, last) {
  await prepared();
  if (!last()) return;
  /** @param {string} title @param {Node[]} content */
  const part = (title, ...content) => make('section', '', make('h3', '', t(title)), ...content);
  const kinds = ['exact', 'asymptotic', 'measured'].flatMap((kind) => [
    make('dt', '', t(`page.about.${kind}`)),
    make('dd', '', ...rich(t(`page.about.${kind}.what`))),
  ]);
  const paper = /** @type {HTMLAnchorElement} */ (make('a', '', t('page.about.paper')));
  paper.href = 'https://arxiv.org/abs/2312.00935';
  paper.rel = 'noreferrer';
  const documents = DOCUMENTS.flatMap((name, i) => {
    const anchor = /** @type {HTMLAnchorElement} */ (make('a', '', t(`page.about.docs.${name}`)));
    anchor.href = `docs/${name}.html`;
    return i ? [' · ', anchor] : [anchor];
  });
  open(sheet, t('page.about.title'), 'about-title', [
    make('div', 'lead', sentence('page.about.lead')),
    part('page.about.cite', make('p', '', paper)),
    part('page.about.trust', make('dl', 'kinds', ...kinds)),
    part('page.about.docs', make('p', '', ...documents)),
    make('section', 'quiet', sentence('page.about.browsers'), sentence('page.about.licence', { version })),
  ]);
}
