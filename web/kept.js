// Data that are too many for a link live in this tab. Here they are kept, to be saved as a file that opens them again.

import { call } from './bridge.js';
import { save } from './export.js';
import { button, make } from './nodes.js';
import { t } from './strings.js';

/** @type {Map<unknown, {name: string, dataset: unknown}>} by what the scenario calls them */
const kept = new Map();

/** @param {string} own @param {string} name of the file they came from @param {unknown} dataset */
export const keep = (own, name, dataset) => { kept.set(own, { name, dataset }); };

/** What is to be said beside a link to the present run, with the file to save instead; null: the link holds all. */
export function inThisTab() {
  const state = call('get');
  if (!state.local) return null;
  const words = make('p', '', t('page.local'));
  const [data] = Object.values(state).flatMap((value) => kept.get(value) ?? []);
  if (!data) return words;
  const save = button('word', t('page.local.save'));
  save.addEventListener('click', () => saveAs(data));
  words.append(' ', save);
  return words;
}

/** @param {{name: string, dataset: unknown}} data */
function saveAs({ name, dataset }) {
  save(new File([JSON.stringify(dataset)], `${name.replace(/(\.moments)?\.\w+$/, '') || 'data'}.moments.json`, { type: 'application/json' }));
}
