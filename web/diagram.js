// The row above the phase diagram: which one, how fine, of what, and how far it is. It comes with words and looks of its
// own once the lab runs; the workers come with the first diagram that is simulated.

import { call, written } from './bridge.js';
import { environment, remember } from './environment.js';
import { on } from './events.js';
import { bare } from './markup.js';
import { moreWords, styleSheet } from './more.js';
import { button, make } from './nodes.js';
import { createStatus, grouped } from './status.js';
import { hasText, t } from './strings.js';
import { hint } from './translate.js';
import { grant } from './wishes.js';

const STILL = 4; // CSS pixels: what moves less is a click
const LONG = 350; // milliseconds: a finger that rests longer reads a cell, and changes nothing

/**
 * @param {HTMLElement} row
 * @param {object} lab
 * @param {import('./api.js').Commands} lab.commands
 * @param {import('./describe.js').Description} lab.description
 * @param {ReturnType<typeof import('./host.js').createHost>} lab.host
 * @param {ReturnType<typeof import('./remarks.js').createRemarks>} lab.remarks
 * @param {() => void} lab.accepted the person has found something to do
 * @param {(words: string) => void} lab.speak
 */
export async function createDiagram(row, { commands, description, host, remarks, accepted, speak }) {
  const { kinds, choices } = description.diagrams;
  const usual = call('diagram');
  const plane = kinds[0].kind; // of theory, which computes nothing
  await Promise.all([moreWords(), styleSheet('web/diagram.css')]);
  hint();

  /** @type {import('./describe.js').Diagram} */
  let state = { ...usual, job: 0, total: 0, done: 1, running: false, paused: false, left: null, usual: usual.kind, answers: false, populated: 0 };
  /** @type {Promise<ReturnType<typeof import('./sweep.js').createPool>> | null} */
  let pool = null;

  /** @param {(workers: ReturnType<typeof import('./sweep.js').createPool>) => void} act */
  function withPool(act) {
    pool ??= import('./sweep.js').then(({ createPool }) => createPool(host, () => state.running && !state.paused));
    pool.then(act).catch(console.warn); // the program computes by itself
  }

  on('sweep', (sweep) => {
    host.wake(); // for a program that is to compute by itself
    if (sweep.spec !== null || pool) withPool((workers) => workers.begin(sweep));
  });

  remarks.add(await grant(description.diagrams, (choice) => call('diagram', choice)));

  const name = t('page.diagram');
  row.setAttribute('aria-label', name);
  const menu = document.createElement('select');
  menu.setAttribute('aria-label', name);
  for (const name of new Set(kinds.map(({ group }) => group))) {
    const group = make('optgroup', '', ...kinds.filter((each) => each.group === name).map(({ kind }) => new Option(t(`diagram.${kind}`), kind)));
    group.setAttribute('label', t(`page.diagram.${name}`));
    menu.append(group);
  }
  menu.addEventListener('change', () => choose({ kind: menu.value }));

  const extras = [...new Set(kinds.flatMap(({ options }) => options))].map((key) => (
    choices[key] ? createSelect(key, choices[key], choose) : createToggle(key, choose)));
  const sheet = make('div', 'sheet');
  const more = make('details', '', make('summary', '', '⋯'), sheet);
  more.firstElementChild?.setAttribute('aria-label', t('page.diagram.more'));
  closes(/** @type {HTMLDetailsElement} */ (more));
  const status = createStatus(commands, speak);

  const items = make('div', 'items');
  if (environment.view !== 'embed') row.append(menu, items, more);
  row.append(...status.elements);
  if (environment.view === 'embed' && !environment.diagram.kind) row.hidden = true;

  /** @param {Record<string, unknown>} choice */
  function choose(choice) {
    accepted();
    commands.tell('diagram', choice).catch((error) => {
      console.warn(error);
      shown = ''; // the menus show again what holds
      show(state);
    });
  }

  let shown = '';

  /** @param {import('./describe.js').Diagram} now */
  function show(now) {
    const before = state;
    state = now;
    status.show(now);
    const text = t(`diagram.${plane}${now.answers ? '.answers' : now.populated ? '.populated' : ''}`, { n: grouped(now.populated) });
    for (const option of menu.options) if (option.value === plane && option.text !== text) option.text = text;
    if (!now.running && (before.running || now.job !== before.job)) requestAnimationFrame(arrange); // its last words have another width
    if (pool && now.running && !now.paused && (before.paused || !before.running)) withPool((workers) => workers.look());
    const chosen = JSON.stringify([now.kind, ...extras.map(({ key }) => now[key])]);
    if (chosen === shown) return;
    const first = !shown;
    shown = chosen;
    menu.value = now.kind;
    for (const extra of extras) extra.show(now[extra.key]);
    if (before.kind !== now.kind || first) requestAnimationFrame(arrange); // it measures, which is for a task of its own
    if (first) return;
    const options = optionsOf(now.kind);
    const query = Object.fromEntries(extras.map(({ key }) => [key, options.includes(key) && now[key] !== usual[key] ? String(Number(now[key]) || now[key]) : null]));
    setTimeout(remember, 0, { ...query, diagram: now.kind === now.usual ? null : now.kind }); // milliseconds: a task of its own
  }

  /** @param {string} kind */
  const optionsOf = (kind) => kinds.find((each) => each.kind === kind)?.options ?? [];

  /** What there is no room for in the row goes into the sheet. */
  function arrange() {
    const options = optionsOf(state.kind);
    const wanted = extras.filter(({ key }) => options.includes(key)).map(({ element }) => element);
    const focused = /** @type {HTMLElement | null} */ (row.querySelector(':focus'));
    row.classList.add('measured');
    for (const inRow of new Set([wanted.length, 1, 0])) { // all of them, the first, or none
      items.replaceChildren(...wanted.slice(0, inRow));
      sheet.replaceChildren(...wanted.slice(inRow));
      more.hidden = !sheet.hasChildNodes();
      if (row.scrollWidth <= row.clientWidth) break;
    }
    row.classList.remove('measured');
    focused?.focus({ preventScroll: true });
  }

  const resized = new ResizeObserver(arrange);
  resized.observe(row);
  resized.observe(menu); // it grows to its word a moment after that was chosen

  picks(/** @type {HTMLElement} */ (row.parentElement), row, (event) => {
    const box = /** @type {HTMLElement} */ (document.getElementById('picture')).getBoundingClientRect();
    commands.command('pick', { x: event.clientX - box.x, y: event.clientY - box.y }).then(accepted).catch(console.warn);
  });

  on('state', ({ diagram }) => { if (diagram) show(diagram); });

  return {
    /** @param {boolean} able */
    enable(able) {
      row.inert = !able;
      if (!able && pool) withPool((workers) => workers.end());
    },
  };
}

/**
 * One choice among several, with its name before it where it has a line of its own.
 * @param {string} key
 * @param {unknown[]} allowed
 * @param {(choice: Record<string, unknown>) => void} choose
 */
function createSelect(key, allowed, choose) {
  const select = document.createElement('select');
  select.append(...allowed.map((value) => new Option(words(key, value), String(value))));
  select.addEventListener('change', () => choose({ [key]: allowed[select.selectedIndex] }));
  return {
    key,
    element: make('label', 'item', make('span', '', t(`page.diagram.${key}`)), select),
    /** @param {unknown} value */
    show(value) { select.value = String(value); },
  };
}

/** @param {string} key @param {(choice: Record<string, unknown>) => void} choose */
function createToggle(key, choose) {
  const element = button('toggle', t(`page.diagram.${key}`));
  element.title = t(`page.diagram.${key}.help`);
  const pressed = () => element.getAttribute('aria-pressed') === 'true';
  element.addEventListener('click', () => choose({ [key]: !pressed() }));
  return {
    key,
    element,
    /** @param {unknown} value */
    show(value) { element.setAttribute('aria-pressed', String(Boolean(value))); },
  };
}

/** Numbers of cells are written as squares, parameters by their names. @param {string} key @param {unknown} value */
function words(key, value) {
  const own = [`diagram.${key}.${value}`, `param.${value}.name`].find(hasText);
  return own ? bare(t(own)) : t('page.diagram.square', { value: written(value) });
}

/** A sheet that opens from a summary closes with Escape, or when the focus or a press goes elsewhere. @param {HTMLDetailsElement} details */
function closes(details) {
  const summary = /** @type {HTMLElement} */ (details.querySelector('summary'));
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    event.preventDefault();
    details.open = false;
    summary.focus();
  });
  details.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !details.contains(relatedTarget)) details.open = false;
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (target instanceof Node && !details.contains(target)) details.open = false;
  });
}

/**
 * A click or a tap in the plot, as opposed to a drag, a scroll and what belongs to the row.
 * @param {HTMLElement} slot
 * @param {HTMLElement} row
 * @param {(event: MouseEvent) => void} pick
 */
function picks(slot, row, pick) {
  let from = { x: NaN, y: NaN, since: 0, touch: false };
  slot.addEventListener('pointerdown', ({ clientX, clientY, timeStamp, pointerType }) => {
    from = { x: clientX, y: clientY, since: timeStamp, touch: pointerType === 'touch' };
  });
  slot.addEventListener('contextmenu', (event) => { if (from.touch) event.preventDefault(); });
  slot.addEventListener('click', (event) => {
    if (event.target instanceof Node && row.contains(event.target)) return;
    if (from.touch && event.timeStamp - from.since > LONG) return;
    if (Math.hypot(event.clientX - from.x, event.clientY - from.y) <= STILL) pick(event);
  });
}
