// The first step of the sheet of somebody's data: a file, a text, or an example.

import { createMistake } from './mistake.js';
import { button, make } from './nodes.js';
import { rich } from './markup.js';
import { t } from './strings.js';

const EXAMPLES = 'data/';
const SIZE = [6, 14]; // lines of the text

/** @typedef {{name?: string, text?: string, url: string}} Reference */
/**
 * @typedef {object} Example
 * @property {string} slug
 * @property {string} file
 * @property {Record<string, string[]>} [modalities] names of columns by those of modalities; a file of moments says them itself
 * @property {string[]} [targets]
 * @property {Reference} licence
 * @property {Reference} from
 * @property {Reference} cite
 */

/** Fetched with this module; none where the site has none. @type {Promise<Example[]>} */
const examples = fetch(`${EXAMPLES}index.json`).then((response) => (response.ok ? response.json() : [])).catch(() => []);

/** @param {Reference} reference */
function link({ name, text = name ?? '', url }) {
  const anchor = /** @type {HTMLAnchorElement} */ (make('a', '', text));
  anchor.href = url;
  anchor.target = '_blank'; // what is being brought stays
  anchor.rel = 'noopener noreferrer';
  return anchor;
}

/**
 * @param {object} sheet
 * @param {string} sheet.text
 * @param {(text: string) => void} sheet.typed
 * @param {(text: string) => Promise<unknown>} sheet.read
 * @param {(source: import('./data.js').Source, example?: Example) => Promise<unknown>} sheet.open
 * @param {(() => void) | null} sheet.back to what was brought before
 */
export function createBring({ text, typed, read, open, back }) {
  const mistake = createMistake('data-error');
  const area = document.createElement('textarea');
  area.id = 'data-text';
  area.value = text;
  area.rows = Math.min(Math.max(text.split('\n').length + 1, SIZE[0]), SIZE[1]);
  area.wrap = 'off';
  area.spellcheck = false;
  area.autocapitalize = 'off';
  const how = make('p', 'quiet', ...rich(t('data.how')));
  how.id = 'data-how';
  area.setAttribute('aria-describedby', how.id);
  const label = /** @type {HTMLLabelElement} */ (make('label', '', t('data.text')));
  label.htmlFor = area.id;
  const go = button('word', t('data.read'));
  go.type = 'submit';

  const choose = document.createElement('input');
  choose.type = 'file';
  choose.id = 'data-file';
  choose.className = 'unseen';
  const chooser = /** @type {HTMLLabelElement} */ (make('label', 'word', t('data.choose')));
  chooser.htmlFor = choose.id;

  /** @param {HTMLElement} field @param {() => Promise<unknown>} act */
  async function attempt(field, act) {
    mistake.clear();
    try {
      await act();
    } catch (error) {
      mistake.tell(/** @type {Error} */ (error), field);
    }
  }

  /** @param {File[]} files */
  function take(files) {
    const [file] = files;
    if (!file) return;
    attempt(choose, async () => {
      if (files.length > 1) throw new Error(t('data.oneFile', { n: files.length }));
      await open({ name: file.name, blob: file });
    });
  }

  choose.addEventListener('change', () => {
    take([...choose.files ?? []]);
    choose.value = ''; // the same file may be chosen again
  });
  area.addEventListener('input', () => typed(area.value));

  const list = make('ul');
  const offers = make('section', 'examples', make('h3', '', t('data.examples')), list);
  offers.hidden = true;
  examples.then((all) => {
    for (const example of all) {
      const { slug, file } = example;
      const name = t(`data.${slug}.name`);
      const opener = button('word', name);
      opener.addEventListener('click', () => attempt(opener, async () => {
        const response = await fetch(EXAMPLES + file).catch(() => null);
        if (!response?.ok) throw new Error(t('data.exampleMissing', { name }));
        await open({ name: file, blob: await response.blob() }, example);
      }));
      const sources = [example.cite, example.from, example.licence].flatMap((reference, i) => (i ? [' · ', link(reference)] : [link(reference)]));
      list.append(make('li', '', opener, make('div', '', make('p', '', t(`data.${slug}.what`)), make('p', 'quiet', ...sources))));
    }
    offers.hidden = !all.length;
  });

  const form = make('form', 'typed', label, area, how, make('div', 'acts', go));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt(area, () => read(area.value));
  });
  const acts = make('div', 'acts', choose, chooser);
  if (back) {
    const again = button('word', t('data.again'));
    again.addEventListener('click', back);
    acts.append(again);
  }
  const element = make('div', 'bring', make('p', '', t('data.what')), make('p', 'quiet', t('data.private')), acts, mistake.element, form, offers);
  element.addEventListener('paste', (event) => { // wherever the focus is
    const files = [...event.clipboardData?.files ?? []];
    const pasted = event.clipboardData?.getData('text/plain');
    if (!files.length && (event.target === area || !pasted)) return;
    event.preventDefault();
    if (files.length) return take(files);
    area.value = String(pasted);
    typed(area.value);
    area.focus();
  });
  return { element, first: choose, take };
}
