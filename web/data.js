// The sheet in which somebody brings data, says what is what, and trains on them. A mistake is told beside its place; what
// was typed or chosen stays, and so does the run. What was brought stays, too, as long as the page is open.

import { call, LabError, understood } from './bridge.js';
import { createBring } from './bring.js';
import { openSheet, prepared } from './dialogs.js';
import { keep } from './kept.js';
import { styleSheet } from './more.js';
import { make } from './nodes.js';
import { ownOf } from './own.js';
import { createPlanner } from './planner.js';
import { createProgress } from './progress.js';
import { createReader } from './reader.js';
import { createRoles } from './roles.js';
import { sentences, t } from './strings.js';

const BROKEN_OFF = ['diverged', 'unsettled']; // the data were taken; it is the run that failed, and the page says so
const SAYS_SIZES = /^\s*block|~/i; // a text that names them itself
const TWO = /^\d+_\d+~/; // two modalities without names and one target, which a square matrix says better
const PEEK = 1 << 12; // bytes by which a file of ours is known
const OURS = /^\s*\{[^]*"(?:modalities|upper|inputs|targets)"/;
const RUN = /^\s*\{[^]*"format"\s*:\s*"unimodal-bias\/reference-run\//;
const LARGEST_OURS = 1 << 28;

/**
 * @typedef {{name: string, blob: Blob}} Source name: of a file; a text that was pasted has none
 * @typedef {object} Brought
 * @property {Source} source
 * @property {any} survey
 * @property {import('./roles.js').Roles} roles
 * @property {{centre: boolean, holdOut: number, nearest: boolean, scaling: unknown}} choices nearest: moments no data can have give way to the nearest ones
 * @property {Record<string, unknown>} options
 */

/** @type {(Brought & {own?: unknown}) | null} own: what the scenario calls them, once it has them */
let brought = null;
/** @type {{of: unknown, text: string} | null} what was typed and not used, beside the data it was typed over */
let draft = null;

/** @type {import('./reader.js').Reader | null} at work; whoever finds another one here than its own has been stopped */
let reader = null;

function stop() {
  reader?.stop();
  reader = null;
}

/**
 * @param {object} lab
 * @param {import('./describe.js').Description} lab.description
 * @param {() => import('./describe.js').Values} lab.values the run has
 * @param {(values: Record<string, unknown>) => Promise<unknown>} lab.set rejects with what is wrong
 * @param {(file: {text: string, name: string}) => Promise<any>} lab.openRun
 * @param {() => void} lab.play
 * @param {(words: string) => void} lab.say
 * @param {() => boolean} lab.last no other sheet has been asked for since
 * @param {() => void} lab.arrived the run has its data
 * @param {File[]} [files] dropped on the page
 */
export async function showData({ description, values, set, openRun, play, say, last, arrived }, files = []) {
  await Promise.all([prepared(), styleSheet('web/data.css')]);
  if (!last()) return;
  stop(); // a file may be dropped while another is read
  const { key, slug } = ownOf(description);
  const own = () => values()[key];
  const content = make('div', 'data');
  /** @param {HTMLElement} step @param {HTMLElement} [focus] */
  function turn(step, focus) {
    content.replaceChildren(step);
    sheet.scrollTop = 0;
    focus?.focus({ preventScroll: true });
  }

  /** The first step: where data come from. */
  function bring() {
    stop();
    const of = JSON.stringify(own());
    const text = draft?.of === of ? draft.text : '';
    const step = createBring({
      text: text || written(),
      typed: (now) => { draft = { of, text: now }; },
      read: (typed) => (SAYS_SIZES.test(typed) && !RUN.test(typed) ? plain(typed) : open({ name: '', blob: new Blob([typed]) })),
      open,
      back: brought && (() => plan()),
    });
    turn(step.element, step.first);
    return step;
  }

  /** The moments of the run, as somebody could have brought them. */
  function written() {
    if (call('get').local) return ''; // too many for a text
    if (!TWO.test(own())) return own();
    const { blocks, rows } = call('matrix');
    return `blocks: ${blocks.join(' + ')}\n${aligned(rows)}`;
  }

  /** A text that says all itself. @param {string} text */
  async function plain(text) {
    await arrive({ [key]: text });
    brought = null;
  }

  /** The run gets its data. @param {Record<string, unknown>} changes */
  async function arrive(changes) {
    try {
      await set({ ...(call('get').scenario === slug ? {} : { scenario: slug }), ...changes }); // how it is trained stays
    } catch (error) {
      const known = await understood(/** @type {any} */ (error));
      if (!BROKEN_OFF.includes(known.code)) throw known;
    }
    draft = null;
    sheet.close();
  }

  /**
   * Looks what is in a file.
   * @param {Source} source
   * @param {import('./bring.js').Example} [example] says what is what
   * @param {Record<string, unknown>} [options]
   */
  async function open(source, example, options = {}) {
    const head = await source.blob.slice(0, PEEK).text().catch(() => '');
    if (RUN.test(head)) return run(source);
    if (OURS.test(head)) return reopen(source);
    stop();
    const progress = createProgress(source.name || t('data.pasted'), stopReading);
    const before = [...content.childNodes];
    turn(progress.element, progress.cancel);
    const mine = reader = createReader(source, options);
    function stopReading() {
      stop();
      content.replaceChildren(...before);
      const field = /** @type {HTMLElement | null} */ (content.querySelector('textarea, button'));
      field?.focus();
    }
    try {
      const survey = await mine.survey(progress.show, progress.agree);
      if (reader !== mine) return;
      const roles = createRoles(survey.columns, example?.modalities ? planOf(example, survey) : survey.guess);
      const now = values();
      brought = { source, survey, roles, options, choices: { centre: survey.guess.centre, holdOut: survey.guess.holdOut, nearest: false, scaling: now.scaling } };
      plan();
    } catch (error) {
      if (reader !== mine) return; // it was cancelled
      stop();
      content.replaceChildren(...before);
      if (/** @type {Error} */ (error).name === 'AbortError') return content.querySelector('button')?.focus();
      throw await ofFile(error);
    }
  }

  /** A run that was saved, with its initial weights. @param {Source} source */
  async function run({ name, blob }) {
    const file = { text: await blob.text(), name: name || t('data.pasted') };
    const { drawn, seed } = await openRun(file).catch(async (error) => {
      const known = await understood(error);
      known.message = `${file.name}: ${known.message}`;
      throw known;
    });
    brought = draft = null;
    sheet.close();
    play();
    say(t(drawn ? 'data.run.drawn' : 'data.run.opened', { name: file.name, seed }));
  }

  /** A file that this page has saved. @param {Source} source */
  async function reopen({ name, blob }) {
    let dataset;
    try {
      if (blob.size > LARGEST_OURS) throw new RangeError(String(blob.size));
      dataset = JSON.parse(await blob.text());
    } catch (cause) {
      throw await understood(new LabError({ code: 'dataFile', value: name }, { cause }));
    }
    await adopt(dataset, name, {});
    brought = null;
  }

  /** @param {unknown} dataset @param {string} name @param {Record<string, unknown>} more */
  async function adopt(dataset, name, more) {
    const { local, ...adopted } = call('adopt', { dataset, values: more });
    if (local) keep(adopted[key], name, dataset);
    await arrive({ ...adopted, ...more, epoch: 0 });
    play();
    say(arrival(dataset, name));
    arrived();
    return adopted[key];
  }

  /** The second step: what is what. */
  function plan() {
    const now = /** @type {NonNullable<typeof brought>} */ (brought);
    const step = createPlanner(now, description, { train, back: bring, ask: (options) => open(now.source, undefined, { ...now.options, ...options }) });
    turn(step.element, step.first);

    /** @param {(shown: HTMLElement | null) => void} show where progress is */
    async function train(show) {
      if (!reader) reader = createReader(now.source, now.options);
      const mine = reader;
      const progress = createProgress(now.source.name || t('data.pasted'), () => {
        stop();
        show(null);
      });
      show(progress.element);
      progress.cancel.focus();
      try {
        const dataset = await mine.moments(now.roles.plan({ ...now.choices, seed: Number(values().seed ?? 0) }), progress.show);
        if (reader !== mine) return;
        now.own = await adopt(dataset, now.source.name, now.choices.scaling === undefined ? {} : { scaling: now.choices.scaling });
      } catch (error) {
        show(null);
        if (reader !== mine) return;
        throw await ofFile(error);
      }
    }
  }

  const sheet = openSheet('data-sheet', t('data.title'), [content]);
  sheet.addEventListener('close', stop, { once: true });
  if (brought && !files.length && (brought.own ?? own()) === own()) plan(); // else the run has other data by now
  else {
    const step = bring();
    if (files.length) step.take(files);
  }
}

/** A mistake names the file it is in. @param {unknown} error */
async function ofFile(error) {
  const known = await understood(/** @type {any} */ (error));
  const { file } = /** @type {{file?: string}} */ (error);
  if (file && !known.message.includes(file)) known.message = `${file}: ${known.message}`;
  return known;
}

/** What became of the rows and of the inputs. @param {any} dataset @param {string} name */
function arrival({ rows = 0, held = 0, dropped = 0, inputs, rank = inputs.length }, name) {
  const facts = { name: name || t('data.pasted'), rows, held, dropped, rank, inputs: inputs.length };
  const parts = [rows ? 'data.arrived.rows' : 'data.arrived', ...(held ? ['data.arrived.held'] : []), ...(dropped ? ['data.arrived.dropped'] : []), ...(rank < inputs.length ? ['data.arrived.rank'] : [])];
  return sentences(parts.map((key) => t(key, facts)));
}

/**
 * What an example says of its columns.
 * @param {import('./bring.js').Example} example
 * @param {{columns: {name: string}[], guess: import('./roles.js').Plan}} survey
 * @returns {import('./roles.js').Plan}
 */
function planOf({ modalities = {}, targets = [] }, { columns, guess }) {
  const places = (/** @type {string[]} */ names) => names.map((name) => columns.findIndex((column) => column.name === name)).filter((i) => i >= 0);
  return { ...guess, modalities: Object.entries(modalities).map(([name, those]) => ({ name, columns: places(those) })), targets: places(targets) };
}

/** @param {number[][]} rows in columns, every number as exact as it is */
function aligned(rows) {
  const words = rows.map((row) => row.map(String));
  const widths = words[0].map((_, j) => Math.max(...words.map((row) => row[j].length)));
  return words.map((row) => row.map((word, j) => word.padStart(widths[j])).join('  ')).join('\n');
}
