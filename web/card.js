// The theory card: what is predicted of the present run, by which equation, beside what the run has shown so far.

import { call } from './bridge.js';
import { openSheet, prepared, sentence } from './dialogs.js';
import { on } from './events.js';
import { rich } from './markup.js';
import { titleOf } from './menu.js';
import { make } from './nodes.js';
import { list as joined, number, t } from './strings.js';

const REST = 200; // milliseconds between two readings while the run plays
const WHOLE = 100; // from here on the digits after the point say nothing

/** Names of modalities, marked. @param {string} list */
const named = (list) => joined(list.split(', ').map((name) => `@{${name}}`));

/** A number of a table, or the word for why there is none. @param {unknown} value */
export function written(value) {
  if (value == null) return ['–'];
  if (value === 'never' || value === 'neither' || value === 'beyond') return rich(t(`card.${value}`));
  if (typeof value === 'string') return rich(named(value));
  const x = Number(value);
  if (Math.abs(x) < 5e-5) return ['0']; // of a share or a ratio
  return [number(Math.abs(x) >= WHOLE ? Math.round(x) : Number(x.toPrecision(3)))];
}

/** @typedef {{quantity: string, of?: string, equation: string, status: string, predicted: unknown, measured: unknown, note?: string}} Line */

/** @typedef {{first: string, second: string, epoch: number, scenario: string, changed: boolean, lines: Line[], projected: Record<string, number> | null, weighed: boolean, names?: string[], heldOut: boolean}} Card */

/** What the letters of the formulas stand for, what the error is of, what the moments are, if not those of the data, and how a deep network is trained, in few directions a layer. @param {Card} card */
function training({ projected, weighed, names, heldOut }) {
  const said = make('div', 'quiet');
  said.hidden = !projected && !weighed && !names && !heldOut;
  if (names) {
    const letters = names.map((_, i) => String.fromCharCode(65 + i));
    said.append(sentence('card.names', { list: letters.map((letter) => `$${letter}$ = @{${letter}}`) }));
  }
  if (heldOut) said.append(sentence('card.heldOut'));
  if (weighed) said.append(sentence('card.weighed'));
  if (projected) {
    const more = /** @type {HTMLAnchorElement} */ (make('a', '', t('card.projected.more')));
    more.href = 'docs/science.html#deep-networks';
    const words = sentence('card.projected', projected);
    words.append(' ', more, '.');
    said.append(words);
  }
  return said;
}

/** @param {Card} card */
function table({ first, second, epoch, scenario, changed, lines }) {
  const names = { a: first, b: second };
  /** @param {string} key */
  const column = (key) => {
    const cell = make('th', '', t(key));
    cell.setAttribute('scope', 'col');
    return cell;
  };
  const body = lines.flatMap(({ quantity, of = '', equation, status, predicted, measured, note }) => {
    const name = make('th', '', ...rich(t(`card.quantity.${quantity}`, { ...names, m: of, those: named(of) })));
    name.setAttribute('scope', 'row');
    const why = make('td', 'equation quiet', ...rich(t(`card.equation.${equation}`, names)));
    if (note) why.append(make('div', '', ...rich(t(`card.note.${note}`, names))));
    /** @type {HTMLTableCellElement} */ (why).colSpan = 4;
    return [
      make('tr', '', name, make('td', 'value', ...written(predicted)), make('td', 'value', ...written(measured)), make('td', 'status', t(`page.about.${status}`))),
      make('tr', '', why),
    ];
  });
  return make('table', 'card',
    make('caption', 'quiet', t('card.caption', { title: titleOf(scenario, changed), epoch })),
    make('thead', '', make('tr', '', make('td'), column('card.predicted'), column('card.measured'), make('td'))),
    make('tbody', '', ...body));
}

/**
 * Changes only what has changed: whoever reads keeps the place.
 * @template {HTMLElement} Whole
 * @param {Whole} shown
 * @param {Whole} next
 */
function renew(shown, next) {
  const [cells, others] = [shown, next].map((whole) => [...whole.querySelectorAll('caption, th, td')]);
  if (cells.length !== others.length) {
    shown.replaceWith(next);
    return next;
  }
  cells.forEach((cell, i) => { if (!cell.isEqualNode(others[i])) cell.replaceChildren(...others[i].childNodes); });
  return shown;
}

/** Opens the card; it follows the run until it is closed. @param {() => boolean} last no other sheet has been asked for since */
export async function showCard(last) {
  await prepared();
  if (!last()) return;
  const card = call('card');
  let shown = table(card);
  let trained = training(card);
  const sheet = openSheet('card-sheet', t('card.title'), [shown, trained, make('div', 'quiet', sentence('card.what'))]);
  let timer = 0;
  const off = on('state', () => {
    timer ||= setTimeout(() => {
      timer = 0;
      const now = call('card');
      shown = renew(shown, table(now));
      const next = training(now);
      if (trained.isEqualNode(next)) return;
      trained.replaceWith(next);
      trained = next;
    }, REST);
  });
  sheet.addEventListener('close', () => {
    clearTimeout(timer);
    off();
  }, { once: true });
}
