// The sheet in which somebody writes or pastes second moments of their own.

import { call, understood } from './bridge.js';
import { openSheet, prepared, sentence } from './dialogs.js';
import { rich } from './markup.js';
import { button, make } from './nodes.js';
import { t } from './strings.js';

const BROKEN_OFF = ['diverged', 'unsettled']; // the data were taken; it is the run that failed, and the page says so
const SAYS_SIZES = /^\s*block|~/i; // a text that names them itself

/** @type {{of: string, area: string, sizes: string[]} | null} what was typed and not used, beside the data it was typed over */
let draft = null;

/** @param {number[][]} rows in columns, every number as exact as it is */
function aligned(rows) {
  const words = rows.map((row) => row.map(String));
  const widths = words[0].map((_, j) => Math.max(...words.map((row) => row[j].length)));
  return words.map((row) => row.map((word, j) => word.padStart(widths[j])).join('  ')).join('\n');
}

/**
 * Opens the sheet on the data the run has now, or on what was typed over them before. A mistake is told beside its
 * field; what was typed stays, and so does the run.
 * @param {(text: string) => Promise<unknown>} set rejects with what is wrong about the text
 * @param {() => boolean} last no other sheet has been asked for since
 */
export async function showMatrix(set, last) {
  await prepared();
  if (!last()) return;
  const { blocks, rows } = call('matrix');

  const mistake = make('p', 'error');
  mistake.id = 'matrix-error';
  mistake.setAttribute('role', 'alert');

  const area = document.createElement('textarea');
  area.id = 'matrix';
  area.value = aligned(rows);
  area.rows = Math.min(Math.max(rows.length + 1, 6), 14);
  area.wrap = 'off';
  area.spellcheck = false;
  area.autocapitalize = 'off';
  area.setAttribute('aria-describedby', 'matrix-how');
  const label = /** @type {HTMLLabelElement} */ (make('label', '', t('matrix.label')));
  label.htmlFor = area.id;
  const how = sentence('matrix.how');
  how.id = 'matrix-how';
  how.className = 'quiet';

  const sizes = blocks.map((/** @type {number} */ size, /** @type {number} */ i) => {
    const field = document.createElement('input');
    field.id = `matrix-size-${i}`;
    field.inputMode = 'numeric';
    field.autocomplete = 'off';
    field.value = String(size);
    const name = /** @type {HTMLLabelElement} */ (make('label', '', ...rich(t(`matrix.size.${i}`))));
    name.htmlFor = field.id;
    return { field, name };
  });
  const fields = sizes.map(({ field }) => field);

  const apply = button('word', t('matrix.apply'));
  apply.type = 'submit';
  const form = /** @type {HTMLFormElement} */ (make('form', 'matrix',
    make('div', 'quiet', sentence('matrix.what')), label, area, how,
    make('div', 'sizes', ...sizes.flatMap(({ name, field }) => [name, field])), mistake, make('div', '', apply)));
  form.noValidate = true;

  /** @param {HTMLElement[]} wrong @param {string} words */
  function tell(wrong, words) {
    mistake.textContent = words;
    for (const field of [area, ...fields]) {
      const concerned = wrong.includes(field);
      const ids = [field === area && how.id, concerned && mistake.id].filter(Boolean).join(' ');
      for (const [name, value] of [['aria-invalid', concerned && 'true'], ['aria-describedby', ids]]) {
        if (value) field.setAttribute(String(name), String(value));
        else field.removeAttribute(String(name));
      }
    }
    wrong[0]?.focus();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = SAYS_SIZES.test(area.value) ? area.value : `blocks: ${fields.map(({ value }) => value.trim() || '?').join(' + ')}\n${area.value}`;
    try {
      await set(text);
    } catch (error) {
      const { code, key, message } = await understood(/** @type {any} */ (error));
      if (!BROKEN_OFF.includes(code)) return tell(key === 'blocks' ? fields : [area], message);
    }
    draft = null;
    sheet.close();
  });

  const of = JSON.stringify([blocks, rows]);
  if (draft?.of === of) {
    area.value = draft.area;
    fields.forEach((/** @type {HTMLInputElement} */ field, /** @type {number} */ i) => { field.value = draft?.sizes[i] ?? ''; });
  }
  form.addEventListener('input', () => { draft = { of, area: area.value, sizes: fields.map(({ value }) => value) }; });

  const sheet = openSheet('matrix-sheet', t('matrix.title'), [form]);
  area.focus();
  area.setSelectionRange(0, 0);
}
