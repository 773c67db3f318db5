// The sheet with the run in words and tables: what the page shows, then its series, then the diagram's row. All of it can be copied.

import { copies } from './copy.js';
import { openSheet, prepared } from './dialogs.js';
import { bare } from './markup.js';
import { styleSheet } from './more.js';
import { sentence } from './narration.js';
import { button, make } from './nodes.js';
import { asText } from './said.js';
import { list, number, sentences, t } from './strings.js';
import { areaOf, say, valued } from './tell.js';

/** @param {number} x in three digits */
const brief = (x) => number(Number(x.toPrecision(3)));

/** What a series is called. @param {string} name */
function called(name) {
  const [, of] = /^norm:?(.+)$/.exec(name) ?? [];
  if (!of) return t(`tell.series.${name}`);
  return bare(/^[A-Z]$/.test(of) ? t('tell.series.norm', { name: `@{${of}}` }) : t('tell.series.normLayer', { name: of }));
}

/** @param {string} scope @param {string} text @param {string} [className] */
function head(scope, text, className) {
  const cell = make('th', className, text);
  cell.setAttribute('scope', scope);
  return cell;
}

/** A table that scrolls by itself, by keys as well. @param {string} caption @param {HTMLElement} header @param {HTMLElement[]} rows */
function table(caption, header, rows) {
  const inside = make('table', 'numbers', make('caption', '', caption), make('thead', '', header), make('tbody', '', ...rows));
  const frame = make('div', 'scrolls', inside);
  frame.tabIndex = 0;
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', caption);
  return frame;
}

/** @param {any} run the answer of the program */
function ofRun({ columns, rows }) {
  const header = make('tr', '', head('col', t('tell.table.epoch')), ...columns.map((/** @type {any} */ column) => head('col', called(column.name))), head('col', t('tell.table.event'), 'what'));
  return table(t('tell.table.run'), header, rows.map((/** @type {any} */ { epoch, values, milestones = [] }) => make('tr', '', head('row', number(epoch)),
    ...values.map((/** @type {number | null} */ value) => make('td', '', value === null ? t('tell.table.none') : brief(value))),
    make('td', 'what', sentences(milestones.map((/** @type {any} */ milestone) => bare(sentence(milestone))))))));
}

/** @param {any} row the answer of the program */
function ofRow({ x, y, at, quantity, rows }) {
  if (!x) return make('p', '', t('tell.table.noRow'));
  const name = (/** @type {string} */ key) => bare(t(`param.${key}.name`));
  const caption = y ? t('tell.table.rowAt', { x: name(x), y: name(y), at }) : t('tell.table.row', { x: name(x) });
  const header = make('tr', '', head('col', name(x)), head('col', list([say(quantity), t('tell.table.measured')])), head('col', t('tell.table.predicted')), head('col', t('tell.table.here')));
  return table(caption, header, rows.map((/** @type {any} */ line) => make('tr', line.here ? 'here' : '', head('row', brief(line.x)),
    ...[line.value, line.theory].map((value) => make('td', '', valued(value, brief) || t('tell.table.none'))),
    make('td', '', line.here ? t('tell.table.here') : ''))));
}

/**
 * @param {object} lab
 * @param {import('./api.js').Commands} lab.commands
 * @param {(words: string) => void} lab.speak
 * @param {() => boolean} lab.last no other sheet has been asked for since
 */
export async function showWords({ commands, speak, last }) {
  await Promise.all([prepared(), styleSheet('web/inwords.css')]);
  const [accounts, run, row] = await Promise.all([commands.ask('tell'), commands.ask('table'), commands.ask('row')]);
  if (!last()) return;
  const parts = accounts.filter((/** @type {import('./tell.js').Account} */ { milestones }) => !milestones).map( // what happened is in the table
    (/** @type {import('./tell.js').Account} */ account) => {
    const area = areaOf(account);
    return make('section', '', make('h3', '', area.title), ...area.sentences.map((each) => make('p', '', each)));
  });
  const copy = button('word', t('page.copyText'));
  const body = make('div', '', ...parts, ofRun(run), ofRow(row));
  const title = t('tell.sheet');
  copies(copy, () => asText(title, body), speak);
  openSheet('words-sheet', title, [body, make('p', '', copy)]);
}
