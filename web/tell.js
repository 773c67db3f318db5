// What the program tells of the page, as sentences: of every area, of the curves where they are read, of a diagram's row.

import { bare } from './markup.js';
import { moreWords } from './more.js';
import { sentence } from './narration.js';
import { t } from './strings.js';

/**
 * A sentence of the catalogue and what goes into it: numbers, texts, lists of them, and words of the catalogue again.
 * @typedef {{say: string, values?: Record<string, unknown>}} Statement
 * @typedef {{of: string, said: Statement[] | null, milestones?: import('./narration.js').Milestone[]}} Account
 * @typedef {{of: string, title: string, sentences: string[]}} Area
 */

/** @param {Statement} statement */
export const say = (statement) => bare(template(statement));

/** @param {Statement} statement @returns {string} */
function template({ say: key, values = {} }) {
  return t(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, place(value)])));
}

/** What stands in a place of a sentence. @param {any} value @returns {unknown} */
function place(value) {
  if (Array.isArray(value)) return value.map(place);
  if (value?.say) return template(value);
  if (value?.differences) return value.differences.map((/** @type {any} */ each) => t('tell.difference', { name: t(`param.${each.param}.name`), value: place(each.value) }));
  return value;
}

/** A value of a table, in words; nothing where there is none. @param {any} value @param {(x: number) => string} number */
export function valued(value, number) {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' ? number(value) : value.say ? say(value) : bare(String(value));
}

/** @param {Account} account @returns {Area} */
export function areaOf({ of, said, milestones = [] }) {
  return { of, title: t(`tell.heading.${of}`), sentences: [...(said ?? []).map(say), ...milestones.map((milestone) => bare(sentence(milestone)))] };
}

/**
 * Every area of the page in words: what is trained, what happened when, where the data lie, what each picture shows.
 * @param {(func: string, args?: unknown) => any} ask
 * @param {string[]} [of] the areas asked for
 * @returns {Promise<Area[]>}
 */
export async function words(ask, of) {
  await moreWords();
  return (await ask('tell', { of: of ?? null })).map(areaOf);
}

/** The curves where the playhead stands. @param {Statement[]} statements */
export function reading([epoch, ...readings]) {
  return t('tell.read', { epoch: say(epoch), readings: readings.map(say) });
}
