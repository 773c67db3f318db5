// The second step of the sheet of somebody's data: which columns are which modality's, which are the target, and what is
// done to them before the training.

import { createBoxes } from './boxes.js';
import { createColumns, roleName } from './columns.js';
import { rich } from './markup.js';
import { createMistake } from './mistake.js';
import { button, make } from './nodes.js';
import { size } from './progress.js';
import { NOTHING, TARGET } from './roles.js';
import { hasText, list, t } from './strings.js';

const HELD = 0.25; // of the rows
const INDEFINITE = 'notPositive'; // the mistake of moments that no data have
const NAMED = 6; // columns in a sentence
const touched = matchMedia('(pointer: coarse)');

/** Some names, and how many more. @param {string[]} names */
const some = (names) => (names.length > NAMED ? t('data.andMore', { names: names.slice(0, NAMED), n: names.length - NAMED }) : list(names));

/**
 * What the survey has to say of the file.
 * @param {any} survey
 * @param {string} name
 */
function gist({ kind, rows, columns, bytes, delimiter, decimal, format }, name) {
  const facts = { name: name || t('data.pasted'), rows, columns: columns.length, size: size(bytes) };
  const parts = [t(kind === 'matrix' ? 'data.gist.matrix' : 'data.gist', facts)];
  const by = `data.delimiter.${{ ',': 'comma', ';': 'semicolon', '\t': 'tab', ' ': 'blank' }[delimiter] ?? format}`;
  if (hasText(by)) parts.push(t(by));
  if (decimal === ',') parts.push(t('data.decimalComma'));
  return t('data.gist.whole', { facts: parts });
}

/**
 * What is to be known of the columns.
 * @param {any} survey
 */
function notes({ columns, collinear = [], notes: said = [] }) {
  const named = (/** @type {number[]} */ those) => some(those.map((i) => columns[i]?.name));
  const constant = columns.flatMap((/** @type {any} */ { kind }, /** @type {number} */ i) => (kind === 'constant' ? [i] : []));
  const lines = said.flatMap((/** @type {any} */ { code, column, ...facts }) => (
    hasText(`data.note.${code}`) ? [t(`data.note.${code}`, { ...facts, name: columns[column]?.name })] : []));
  if (constant.length) lines.push(t('data.constant', { names: named(constant) }));
  lines.push(...collinear.slice(0, NAMED).map((/** @type {number[]} */ [first, ...others]) => t('data.collinear', { name: columns[first].name, names: named(others) })));
  if (collinear.length > NAMED) lines.push(t('data.collinear.more', { n: collinear.length - NAMED }));
  return lines;
}

/** A tick with what follows from it. @param {string} key @param {boolean} on @param {(on: boolean) => void} change */
function tick(key, on, change) {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = on;
  box.id = `data-${key}`;
  const what = make('p', 'quiet');
  what.id = `data-${key}-what`;
  box.setAttribute('aria-describedby', what.id);
  const say = () => what.replaceChildren(...rich(t(`data.${key}.${box.checked ? 'on' : 'off'}`)));
  box.addEventListener('change', () => {
    change(box.checked);
    say();
  });
  say();
  return make('div', 'choice', make('label', '', box, make('span', '', t(`data.${key}`))), what);
}

/**
 * @param {import('./data.js').Brought} brought
 * @param {import('./describe.js').Description} description
 * @param {object} acts
 * @param {(show: (progress: HTMLElement | null) => void) => Promise<void>} acts.train rejects with what is wrong
 * @param {() => void} acts.back
 * @param {(options: Record<string, unknown>) => Promise<unknown>} acts.ask reads again, with an answer
 */
export function createPlanner({ source, survey, roles, choices }, { parameters }, { train, back, ask }) {
  const mistake = createMistake('data-error');
  const told = make('p', 'unseen');
  told.setAttribute('role', 'status');
  const bar = make('div', 'selection');

  /** @param {number[]} those @param {import('./roles.js').Role} role */
  function assign(those, role) {
    roles.assign(those, role);
    told.textContent = t('data.assigned', { n: those.length, role: roleName(roles, role) });
    columns.clear();
    show();
  }

  function show() {
    columns.show();
    boxes.show();
    weigh();
  }

  const columns = createColumns(roles, assign, select);
  columns.element.addEventListener('change', weigh); // numbers may be taken as categories
  const boxes = createBoxes(roles, assign, () => {
    columns.show();
    select([]);
    weigh();
  });

  /** What is chosen may go to any box, by a click or a touch. @param {number[]} those */
  function select(those) {
    if (!those.length) return bar.replaceChildren(make('p', 'quiet', ...rich(t(touched.matches ? 'data.select.touch' : 'data.select', { last: roles.names.length }))));
    const options = [...roles.names.map((_, i) => i), TARGET, NOTHING];
    bar.replaceChildren(make('p', '', t('data.selected', { n: those.length })), ...options.map((role) => {
      const go = button('word', roleName(roles, /** @type {any} */ (role)));
      go.addEventListener('click', () => {
        assign(those, /** @type {any} */ (role));
        columns.find(those[0])?.focus();
      });
      return go;
    }));
  }

  // What is done to the numbers first, each with what follows from it.
  const { scaling } = Object.fromEntries(parameters.map((parameter) => [parameter.key, parameter]));
  const menu = document.createElement('select');
  menu.id = 'data-scaling';
  menu.append(...(scaling?.choices ?? []).map((choice) => new Option(t(`param.scaling.${choice}`), choice)));
  menu.value = String(choices.scaling);
  const consequence = make('p', 'quiet');
  consequence.id = 'data-scaling-what';
  menu.setAttribute('aria-describedby', consequence.id);
  const label = /** @type {HTMLLabelElement} */ (make('label', '', t('data.scaling')));
  label.htmlFor = menu.id;
  menu.addEventListener('change', () => {
    choices.scaling = menu.value;
    weigh();
  });

  /** What theory says of a scaling holds for one target, and of single inputs only for modalities of one. */
  function weigh() {
    const key = `data.scaling.${menu.value}`;
    /** @param {import('./roles.js').Role} role */
    const one = (role) => roles.having(role).reduce((sum, column) => sum + roles.dim(column), 0) === 1;
    const scalar = one(TARGET);
    const single = scalar && roles.names.every((_, i) => one(i));
    const variants = [single && `${key}.single`, scalar && `${key}.scalar`, key];
    const words = String(variants.find((variant) => variant && hasText(variant)));
    consequence.replaceChildren(...rich(t(words)));
  }

  const table = survey.kind !== 'matrix';
  const before = make('section', 'choices',
    ...(table ? [tick('centre', choices.centre, (on) => { choices.centre = on; })] : []),
    make('div', 'choice', make('div', '', label, menu), consequence),
    ...(table ? [tick('hold', choices.holdOut > 0, (on) => { choices.holdOut = on ? HELD : 0; })] : []));

  const go = button('word go', t('data.train'));
  const acts = make('div', 'acts', go);

  /** @param {HTMLElement | null} progress */
  function showProgress(progress) {
    acts.replaceChildren(progress ?? go);
    if (!progress) go.focus();
  }

  /** A column the person has to look at. @param {any} error */
  function placeOf({ column, field }) {
    return field ?? (column ? columns.find(column - 1) : undefined) ?? go;
  }

  /** @param {() => Promise<unknown>} act */
  async function attempt(act) {
    mistake.clear();
    try {
      await act();
    } catch (error) {
      const { code } = /** @type {any} */ (error);
      mistake.tell(/** @type {Error} */ (error), placeOf(error), code === INDEFINITE && !choices.nearest ? { words: t('data.nearest'), act: nearest } : undefined);
    }
  }

  /** What can be seen without reading the file again. */
  function check() {
    const bare = roles.names.findIndex((_, i) => !roles.having(i).length);
    if (bare >= 0) throw Object.assign(new Error(t('data.noInputs', { name: roleName(roles, bare) })), { field: document.getElementById(`data-pattern-${bare}`) });
    const twice = roles.names.findIndex((name, i) => roles.names.some((other, j) => j < i && other.trim() === name.trim()));
    if (twice >= 0) throw Object.assign(new Error(t('data.twice', { name: roles.names[twice].trim() })), { field: document.getElementById(`data-name-${twice}`) });
    if (!roles.having(TARGET).length) throw new Error(t('data.noTarget'));
  }

  const begin = () => attempt(async () => {
    check();
    await train(showProgress);
  });
  go.addEventListener('click', begin);

  function nearest() {
    choices.nearest = true;
    begin();
  }

  const other = button('word', t('data.other'));
  other.addEventListener('click', back);
  const lines = notes(survey);
  const element = make('div', 'planner',
    make('div', 'gist', make('p', '', gist(survey, source.name)), other),
    ...question(survey, (options) => attempt(() => ask(options))),
    ...(lines.length ? [make('ul', 'notes quiet', ...lines.map((line) => make('li', '', line)))] : []),
    make('div', 'what', make('div', 'list', columns.element, bar), boxes.element),
    before, mistake.element, acts, told);
  select([]);
  weigh();
  return { element, first: /** @type {HTMLElement} */ (element.querySelector('.columns [tabindex="0"]') ?? other) };
}

/**
 * Where two readings of the file are possible, the person says which.
 * @param {any} survey
 * @param {(options: Record<string, unknown>) => void} answer
 */
function question({ asks }, answer) {
  if (!asks) return [];
  const options = asks.options.map((/** @type {string} */ option) => {
    const choice = button('word', t(`data.ask.${asks.what}.${option === ',' ? 'comma' : 'point'}`, { example: asks.example }));
    choice.addEventListener('click', () => answer({ [asks.what]: option }));
    return choice;
  });
  const words = make('p', '', t(`data.ask.${asks.what}`, { example: asks.example }));
  const group = make('div', 'question', words, make('div', 'acts', ...options));
  group.setAttribute('role', 'group');
  words.id = 'data-asks';
  group.setAttribute('aria-labelledby', words.id);
  return [group];
}
