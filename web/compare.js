// The comparison: the run, those pinned beside it and the remedies that go with it, in one table of what was measured.

import { call, LabError } from './bridge.js';
import { written } from './card.js';
import { copies } from './copy.js';
import { openSheet, prepared, sentence } from './dialogs.js';
import { differing } from './differing.js';
import { on } from './events.js';
import { bare, nameOf, rich } from './markup.js';
import { button, make } from './nodes.js';
import { t } from './strings.js';

const WIDE = 2; // columns under a button
const REST = 150; // milliseconds between two readings

/**
 * @typedef {object} Row
 * @property {string | null} pin as a link spells it; null: the run itself
 * @property {boolean} pinned
 * @property {boolean} done
 * @property {ConstructorParameters<typeof LabError>[0] | null} refused why it does not go with the run
 * @property {{key: string, value: string | number}[]} differences from the run
 * @property {string} [note] why numbers are missing
 */

/** @typedef {{rows: Row[], columns: {field: string, of?: string}[], also: string[], most: number, comparing: boolean}} Table columns: the fields of a row with numbers; also: those of no column */

let count = 0; // names of runs so far
let remedies = false; // they were asked for the last time

/**
 * What differs, as a sentence of the markup.
 * @param {Row} row
 * @param {import('./describe.js').Parameter[]} parameters
 */
function named({ pin, differences }, parameters) {
  if (pin === null) return t('compare.run');
  if (!differences.length) return t('compare.same');
  return differing(differences, parameters);
}

/** Of the head of a column. @param {Table['columns'][number]} column */
const idOf = ({ field, of = '' }) => `compared-${field}-${of}`;

/** @param {unknown} value */
const cell = (value) => (value === 'none' ? [t('compare.none')] : written(value));

/**
 * @param {Table} table
 * @param {import('./describe.js').Parameter[]} parameters
 */
function csv(table, parameters) {
  /** Modalities by their names. @param {unknown} value */
  const plain = (value) => (typeof value === 'string' ? value.split(', ').map(nameOf).join(', ') : value);
  /** @param {unknown} value */
  const field = (value) => (/[",\n]/.test(String(value ?? '')) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ''));
  const fields = [...table.columns.map((column) => column.field), ...table.also];
  const lines = [['run', ...fields], ...table.rows.map((row) => [bare(named(row, parameters)), ...fields.map((name) => plain(/** @type {any} */ (row)[name]))])];
  return `${lines.map((line) => line.map(field).join(',')).join('\n')}\n`;
}

/** Changes only what has changed. @param {HTMLElement} place @param {(Node | string)[]} content */
function put(place, content) {
  const next = make('div', '', ...content);
  if (place.innerHTML !== next.innerHTML) place.replaceChildren(...next.childNodes);
}

/**
 * @param {object} lab
 * @param {import('./describe.js').Description} lab.description
 * @param {import('./api.js').Commands} lab.commands
 * @param {() => Promise<unknown>} lab.pin pins the run, and says so
 * @param {(words: string) => void} lab.speak
 * @param {() => boolean} lab.last no other sheet has been asked for since
 */
export async function showCompare({ description: { parameters }, commands, pin, speak, last }) {
  await prepared();
  if (!last()) return;
  /** @type {Table} */
  let table = call('pins');

  const mistake = make('p', 'error');
  mistake.setAttribute('role', 'alert');
  mistake.hidden = true;

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    mistake.hidden = true;
    try {
      await act();
    } catch (error) {
      mistake.textContent = /** @type {Error} */ (error).message;
      mistake.hidden = false;
    }
    show();
  }

  const grid = /** @type {HTMLTableElement} */ (make('table', 'card compare'));
  const caption = make('caption', 'quiet');
  const head = make('thead');
  /** @type {Map<string, ReturnType<typeof createRow>>} */
  const rows = new Map();

  /** @param {string} key */
  function createRow(key) {
    /** @type {Row} */
    let row;
    const tick = document.createElement('input');
    tick.type = 'checkbox';
    const name = make('span');
    const note = make('div', 'quiet');
    const label = key ? make('label', '', tick, name) : name;
    const header = /** @type {HTMLTableCellElement} */ (make('th', 'run', label, note));
    header.setAttribute('scope', 'rowgroup');
    header.id = `compared-${++count}`;
    const use = button('word', t('compare.use'));
    const last = /** @type {HTMLTableCellElement} */ (make('td', 'value'));
    last.colSpan = WIDE;
    if (key) last.append(use);
    const numbers = make('tr');
    const body = make('tbody', '', make('tr', '', header, last), numbers);

    tick.addEventListener('change', () => attempt(async () => {
      const words = bare(named(row, parameters));
      await commands.tell(tick.checked ? 'pin' : 'unpin', { pin: key });
      speak(t(tick.checked ? 'compare.drawn' : 'compare.undrawn', { name: words }));
    }));
    use.addEventListener('click', () => attempt(async () => {
      const words = bare(named(row, parameters));
      await commands.command('use', { pin: key });
      speak(t('compare.used', { name: words }));
      pinButton.focus(); // the row is another one now
    }));

    return {
      body,
      tick,

      /** @param {Row} now @param {Table['columns']} fields @param {boolean} full */
      show(now, fields, full) {
        row = now;
        const words = named(row, parameters);
        put(name, rich(words));
        use.setAttribute('aria-label', t('compare.use.label', { name: bare(words) }));
        use.disabled = Boolean(row.refused);
        tick.checked = row.pinned;
        tick.disabled = !row.pinned && (full || Boolean(row.refused));
        const why = row.refused ? new LabError(row.refused).message : !row.done ? t('compare.training') : row.note ? t(`compare.note.${row.note}`) : '';
        put(note, why ? [why] : []);
        header.colSpan = fields.length - WIDE;
        while (numbers.cells.length > fields.length) numbers.deleteCell(-1);
        while (numbers.cells.length < fields.length) numbers.insertCell().className = 'value';
        fields.forEach((column, i) => {
          const place = numbers.cells[i];
          place.headers = `${header.id} ${idOf(column)}`; // the name of the run stands in another row
          put(place, cell(/** @type {any} */ (row)[column.field]));
        });
      },
    };
  }

  const pinButton = button('word', t('compare.pin'));
  pinButton.addEventListener('click', () => attempt(pin));
  const remedyButton = button('word', t('compare.remedies'));
  remedyButton.addEventListener('click', () => attempt(() => {
    remedies = !remedies;
    return commands.tell('remedies', { on: remedies });
  }));
  const copyButton = button('word', t('compare.csv'));
  copies(copyButton, () => csv(table, parameters), speak);
  const empty = make('p', 'quiet');

  function show() {
    table = call('pins');
    const fields = table.columns;
    const full = table.rows.filter(({ pinned }) => pinned).length >= table.most;
    put(caption, rich(t('compare.caption')));
    const header = make('tr', '', ...fields.map(({ field, of }) => {
      const node = of ? make('th', '', make('span', '', ...rich(`$t_{${of}}$`)), make('span', 'unseen', t('compare.column.time', { modality: of })))
        : make('th', '', t(`compare.column.${field}`));
      if (of) node.children[0].ariaHidden = 'true';
      node.setAttribute('scope', 'col');
      node.id = idOf({ field, of });
      return node;
    }));
    put(head, [header]);
    const keys = table.rows.map(({ pin: key }) => key ?? '');
    for (const key of rows.keys()) if (!keys.includes(key)) rows.delete(key);
    table.rows.forEach((row, i) => {
      if (!rows.has(keys[i])) rows.set(keys[i], createRow(keys[i]));
      rows.get(keys[i])?.show(row, fields, full);
    });
    const bodies = keys.map((key) => /** @type {HTMLElement} */ (rows.get(key)?.body));
    if (bodies.length !== grid.tBodies.length || bodies.some((body, i) => body !== grid.tBodies[i])) {
      const focus = /** @type {HTMLElement | null} */ (document.activeElement);
      grid.replaceChildren(caption, head, ...bodies);
      if (focus && sheet && !sheet.contains(focus)) pinButton.focus();
      else focus?.focus({ preventScroll: true });
    }
    remedyButton.setAttribute('aria-pressed', String(remedies));
    empty.textContent = !remedies || table.comparing || table.rows.length > 1 ? '' : t('compare.noRemedies');
  }

  /** @type {HTMLDialogElement | undefined} */
  let sheet;
  if (remedies) await commands.tell('remedies', { on: true });
  show();
  const acts = make('div', 'acts', pinButton, remedyButton, copyButton);
  sheet = openSheet('compare-sheet', t('compare.title'), [make('div', 'quiet', sentence('compare.what')), acts, mistake, grid, empty, make('div', 'quiet', sentence('compare.dash'))]);

  let timer = 0;
  const off = on('state', () => {
    timer ||= setTimeout(() => {
      timer = 0;
      show();
    }, REST);
  });
  sheet.addEventListener('close', () => {
    clearTimeout(timer);
    off();
    if (remedies) commands.tell('remedies', { on: false }).catch(console.warn); // nobody sees them
  }, { once: true });
}
