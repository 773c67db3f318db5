// The answer: what a network learns of somebody's data, how sure that is, and what could be done. It is read off the run
// at its end; draws and the runs of all remedies come in while it is open.

import { call, understood } from './bridge.js';
import { copies } from './copy.js';
import { differing } from './differing.js';
import { openSheet, prepared } from './dialogs.js';
import { on } from './events.js';
import { inThisTab } from './kept.js';
import { rich } from './markup.js';
import { createMistake } from './mistake.js';
import { styleSheet } from './more.js';
import { button, make } from './nodes.js';
import { quotation } from './quotation.js';
import { asMarkdown, asText } from './said.js';
import { hasText, list, number, sentences, t } from './strings.js';
import { code, network } from './torch.js';

const REST = 200; // milliseconds between two readings
const LETTERS = 'ABCDEF';
const FEW = 3; // targets that are named
const LEAD = 2; // sentences that stand out
const FIGURE = { w: 324, h: 236 }; // CSS pixels
const MINIATURE = { w: 300, h: 120 };

/**
 * @typedef {{key: string, status: string, names?: Record<string, number[]>, epochs?: Record<string, number>, shares?: Record<string, number>, counts?: Record<string, number>}} Sentence
 * @typedef {{value: number, low: number, high: number}} Band
 * @typedef {{name: string, dim: number, place: number, predicted: unknown, measured: unknown, alone: number, adds: number, credit: number | null}} Row
 * @typedef {{learned: number[], share: number, from: number, to: number | null, measured: number | null}} Stage
 * @typedef {{modalities: Row[], sentences: Sentence[], plateaus: Stage[] | null, explained: number, epochs: number}} Answer
 * @typedef {{from: string, rows: number, draws: number, of: number, first: number[] | null, leader: number, rival: number, close: boolean, ratio: Band | null, unending: number, alone: Band[], explained: Band, superficial: number}} Sensitivity
 * @typedef {{verdict: string, predicted: unknown, phase: unknown, effects: Sentence[]}} Counsel
 * @typedef {{kind: string, why?: string, pin: string, differences: {key: string, value: string | number}[], done: boolean, refused: object | null, counsel: Counsel | null}} Advice
 * @typedef {{ready: boolean, answer: Answer | null, data: {source: string, rows: number, held: number, dropped: number, inputs: string[], targets: string[]}, sensitivity: Sensitivity | null, noDraws: string, phase: unknown, advice: Advice[], working: boolean, values: Record<string, any>, link: string}} Reply
 */

/** @type {{of: unknown, rows: number}} how many rows somebody says that the moments are from */
let told = { of: null, rows: 0 };

/** The curves to the end of the run, or of a remedy, or the other picture that says most about it, as one of its own; none where it has nothing to show. @param {{w: number, h: number}} size @param {{pin?: string, telling?: boolean}} [of] */
function drawn({ w, h }, of = {}) {
  const text = call('figure', { ...of, width: w, height: h });
  if (!text) return [];
  const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true);
  svg.setAttribute('aria-hidden', 'true'); // tables beside it say the same
  return [svg];
}

/** A part of something, in per cent. @param {number} x */
export function percent(x) {
  const p = 100 * x;
  const shown = (p > 0 && p < 1) || (p > 99 && p < 100) ? Math.round(10 * p) / 10 : Math.round(p);
  return t('number.percent', { value: shown });
}

/** A few digits are enough. @param {number} x */
const rough = (x) => number(Number(x.toPrecision(Math.abs(x) >= 100 ? 3 : 2)));

/** @param {string[]} items */
const together = (items) => items.slice(1).reduce((said, next, i) => (i === items.length - 2 ? t('answer.and', { list: said, next }) : list([said, next])), items[0] ?? '');

/** @param {string[]} list */
const oneByOne = (list) => list.slice(1).reduce((said, next) => t('answer.then', { list: said, next }), list[0] ?? '');

/** A modality in the markup. @param {number} m */
const token = (m) => `@{${LETTERS[m]}}`;

/** A sentence of an answer as the values of its words. @param {Sentence} sentence */
function valuesOf({ names = {}, epochs = {}, shares = {}, counts = {} }) {
  /** @type {Record<string, string>} */
  const values = {};
  for (const [key, list] of Object.entries(names)) values[key] = (key === 'order' ? oneByOne : together)((list ?? []).map(token));
  for (const [key, epoch] of Object.entries(epochs)) values[key] = number(epoch);
  for (const [key, share] of Object.entries(shares)) values[key] = percent(share);
  for (const [key, count] of Object.entries(counts)) values[key] = rough(count);
  return values;
}

/** What a cell has: a value, and what is to be said under it. @param {'td' | 'th'} name @param {string} label @param {(Node | string)[]} content @param {(Node | string)[]} [below] */
function cell(name, label, content, below) {
  const node = make(name, label ? 'value' : '', ...content);
  if (label) node.dataset.label = label; // for narrow windows
  if (below?.length) node.append(make('div', 'quiet', ...below));
  return node;
}

/** @param {string[]} keys */
const header = (keys) => make('thead', '', make('tr', '', ...keys.map((key) => {
  const node = make('th', '', t(key));
  node.setAttribute('scope', 'col');
  return node;
})));

/** @param {(Node | string)[]} content */
function rowHeader(...content) {
  const node = make('th', 'name', ...content);
  node.setAttribute('scope', 'row');
  return node;
}

/**
 * @param {object} lab
 * @param {import('./describe.js').Description} lab.description
 * @param {import('./api.js').Commands} lab.commands
 * @param {() => string} lab.address of this page, with the run in it
 * @param {(words: string) => void} lab.speak
 * @param {() => boolean} lab.last no other sheet has been asked for since
 */
export async function showAnswer({ description: { parameters }, commands, address, speak, last }) {
  await Promise.all([prepared(), styleSheet('web/answer.css')]);
  if (!last()) return;
  /** @type {string[]} */
  let names = [];
  /** @type {Reply} */
  let reply;

  /** A sentence as nodes, every modality by its own name. @param {string} text */
  function nodes(text) {
    const parts = rich(text);
    for (const part of parts) {
      if (part instanceof HTMLElement && part.dataset.modality) part.textContent = names[LETTERS.indexOf(part.dataset.modality)] ?? '';
    }
    return parts;
  }
  /** @param {string} key @param {Record<string, unknown>} [values] */
  const say = (key, values) => nodes(t(key, values));
  /** @param {string} key @param {Record<string, unknown>} [values] */
  const paragraph = (key, values) => make('p', '', ...say(key, values));
  /** @param {number} m */
  const name = (m) => nodes(token(m));

  /** @param {unknown} time */
  const epoch = (time) => (time == null ? '–' : time === 'never' || time === 'beyond' ? t(`answer.each.${time}`) : number(Math.round(Number(time))));
  /** @param {unknown} phase */
  const lasting = (phase) => (phase == null ? '–' : typeof phase === 'string' ? t(`answer.advice.${phase}`) : number(Math.round(Number(phase))));

  /** The first section: all in words. @param {Reply} now */
  function inWords({ answer, data, sensitivity }) {
    if (!answer) return [make('p', '', t('answer.training'))];
    const about = [];
    if (data.rows) {
      const source = data.source || t('data.pasted');
      const count = data.targets.length;
      about.push(t(count > FEW ? 'answer.data.many' : 'answer.data', { rows: data.rows, source, inputs: data.inputs.length, targets: data.targets, count }));
      if (data.dropped) about.push(t('answer.data.dropped', { dropped: data.dropped }));
      if (data.held) about.push(t('answer.data.held', { held: data.held }));
    }
    const said = answer.sentences.map((sentence) => make('p', '', ...nodes(t(`answer.say.${sentence.key}`, valuesOf(sentence))), ' ', make('span', 'status', t(`answer.status.${sentence.status}`))));
    said.slice(0, LEAD).forEach((node) => node.classList.add('lead'));
    if (sensitivity?.close) {
      const close = make('p', 'lead', ...closeness(sensitivity), ' ', make('span', 'status', t('answer.status.asymptotic')));
      said.splice(LEAD, 0, close);
    }
    if (about.length) said.push(make('p', 'quiet', sentences(about)));
    return said;
  }

  /** @param {Sensitivity} found */
  const closeness = ({ first, leader, rival }) => say('answer.sure.close', { leader: token(leader), rival: token(rival), share: percent(first?.[leader] ?? 0), other: percent(first?.[rival] ?? 0) });

  /** @param {Band | undefined} band */
  const between = (band) => (band ? [`${percent(band.low).replace(/\s%/, '')}\u00a0–\u00a0${percent(band.high)}`] : []);

  /** Modality by modality. @param {Reply} now */
  function each({ answer, sensitivity }) {
    if (!answer) return [];
    const whole = sensitivity && sensitivity.draws === sensitivity.of ? sensitivity : null;
    const order = answer.modalities.map((_, m) => m).sort((a, b) => (answer.modalities[a].place || Infinity) - (answer.modalities[b].place || Infinity) || a - b);
    const [learned, alone, adds, credit] = ['learned', 'alone', 'adds', 'credit'].map((key) => t(`answer.each.${key}`));
    const rows = order.map((m) => {
      const row = answer.modalities[m];
      const predicted = row.predicted == null ? t('answer.each.unpredicted') : t('answer.each.predicted', { time: epoch(row.predicted) });
      return make('tr', '',
        rowHeader(...row.place ? [`${row.place} `] : [], ...name(m)),
        cell('td', learned, [epoch(row.measured)], [predicted]),
        cell('td', alone, [percent(row.alone)], between(whole?.alone[m])),
        cell('td', adds, [percent(row.adds)]),
        cell('td', credit, [row.credit == null ? '–' : t('answer.each.credit.of', { times: rough(row.credit) })]));
    });
    rows.push(make('tr', '', rowHeader(...say('answer.each.all')), cell('td', '', []), cell('td', alone, [percent(answer.explained)], between(whole?.explained)), cell('td', '', []), cell('td', '', [])));
    return [make('h3', '', t('answer.each')), make('table', 'card each',
      make('caption', 'quiet', t(whole ? 'answer.each.caption.sampled' : 'answer.each.caption')),
      header(['modality', 'learned', 'alone', 'adds', 'credit'].map((key) => `answer.each.${key}`)),
      make('tbody', '', ...rows))];
  }

  /** The plateaus. @param {Reply} now */
  function stages({ answer }) {
    if (!answer?.plateaus?.length) return [];
    const labels = ['lasts', 'share', 'measured'].map((key) => t(`answer.stages.${key}`));
    const rows = answer.plateaus.map(({ learned, share, from, to, measured }) => {
      const bar = make('span', 'bar');
      bar.style.inlineSize = `${Math.max(0, Math.min(1, share)) * 100}%`;
      bar.setAttribute('aria-hidden', 'true');
      return make('tr', '',
        rowHeader(...nodes(together(learned.map(token)))),
        cell('td', labels[0], [to == null ? t('answer.stages.end', { from: epoch(from) }) : t('answer.stages.span', { from: epoch(from), to: epoch(to) })]),
        cell('td', labels[1], [percent(share), bar]),
        cell('td', labels[2], [measured == null ? t('answer.stages.restless') : percent(measured)]));
    });
    return [make('h3', '', t('answer.stages')), make('table', 'card stages', header(['learned', 'lasts', 'share', 'measured'].map((key) => `answer.stages.${key}`)), make('tbody', '', ...rows))];
  }

  /** What sampling error could change. @param {Reply} now */
  function sure({ answer, sensitivity: found, noDraws, working }) {
    if (!answer) return [];
    const said = [make('h3', '', t('answer.sure'))];
    if (!found) return [...said, noDraws ? paragraph(noDraws === 'rows' ? 'answer.sure.rows' : 'answer.sure.none') : make('p', '', t(working ? 'answer.training' : 'answer.sure.none'))];
    said.push(paragraph(`answer.sure.${found.from}`, { draws: found.of, rows: found.rows }));
    if (found.draws < found.of) return [...said, paragraph('answer.sure.going', { draws: found.draws, of: found.of })];
    if (!found.first) said.push(paragraph('answer.sure.untold'));
    else if (found.close) said.push(make('p', '', ...closeness(found)));
    else if (found.rival < 0) said.push(paragraph('answer.sure.all', { leader: token(found.leader) }));
    else said.push(paragraph('answer.sure.most', { leader: token(found.leader), share: percent(found.first[found.leader]) }));
    if (found.ratio) said.push(paragraph('answer.sure.ratio', { value: rough(found.ratio.value), low: rough(found.ratio.low), high: rough(found.ratio.high) }));
    if (found.unending) said.push(paragraph('answer.sure.unending', { share: percent(found.unending) }));
    if (found.first) said.push(paragraph('answer.sure.superficial', { share: percent(found.superficial) }));
    return said;
  }

  /** @param {Reply} now @param {Advice['differences']} differences */
  const context = ({ answer, data, values }, differences) => ({
    modalities: answer?.modalities ?? [], targets: data.targets.length || 1,
    values: { ...values, ...Object.fromEntries(differences.map(({ key, value }) => [key, value])) },
  });

  /** Lines of PyTorch, folded away. @param {string} words @param {string} text */
  function folded(words, text) {
    return make('details', '', make('summary', '', words), quotation(text, words, speak).node);
  }

  /** What a remedy costs by its nature. @param {string} kind @param {Reply} now */
  function price(kind, { values }) {
    const deep = `answer.price.${kind}.deep`;
    const key = values.depth > 2 && hasText(deep) ? deep : `answer.price.${kind}`;
    return hasText(key) ? [make('span', '', t(key)), ' '] : [];
  }

  /** @param {Advice} advice @param {Reply} now */
  function remedy(advice, now) {
    const { kind, differences, counsel, refused } = advice;
    const title = t(`answer.remedy.${kind}`);
    const [predicted, phase, verdict] = ['predicted', 'lasts', 'verdict'].map((key) => t(`answer.advice.${key}`));
    const training = counsel ? '' : refused ? t('answer.not.other') : t('answer.advice.training');
    const effects = (counsel?.effects ?? []).flatMap((effect) => [make('span', '', ...nodes(t(`answer.effect.${effect.key}`, valuesOf(effect)))), ' ']);
    const more = /** @type {HTMLTableCellElement} */ (make('td', 'more', ...counsel ? drawn(MINIATURE, { pin: advice.pin }) : [], ...effects, ...price(kind, now), folded(t('pair', { name: t('answer.advice.code'), value: title }), code(kind, context(now, differences)))));
    more.colSpan = 4;
    const said = make('strong', '', counsel ? t(`answer.verdict.${counsel.verdict}`) : '');
    return make('tbody', '',
      make('tr', '', rowHeader(title, make('div', 'quiet', ...rich(differing(differences, parameters)))), cell('td', predicted, [lasting(counsel?.predicted)]),
        cell('td', phase, [counsel ? lasting(counsel.phase) : training]), cell('td', verdict, [said])),
      make('tr', '', more));
  }

  const advice = make('table', 'card advice');
  /** @type {Map<string, {of: string, body: HTMLElement}>} a remedy is made anew when it has changed: who reads its lines keeps them open */
  const remedies = new Map();
  const around = { before: make('div', 'part'), after: make('div', 'part') };

  /** @param {Reply} now */
  function whatToDo(now) {
    const { answer, advice: list, phase, working } = now;
    const offered = list.filter(({ why }) => !why);
    advice.hidden = !offered.length;
    const begin = answer ? [make('h3', '', t('answer.advice'))] : [];
    if (answer && !list.length) begin.push(make('p', '', t(working ? 'answer.training' : 'answer.advice.nothing')));
    put(around.before, begin);
    const bodies = offered.map((one) => {
      const of = JSON.stringify([one, names, now.values]);
      let known = remedies.get(one.kind);
      if (known?.of !== of) {
        const open = known?.body.querySelector('details')?.open ?? false;
        known = { of, body: remedy(one, now) };
        /** @type {HTMLDetailsElement} */ (known.body.querySelector('details')).open = open;
        remedies.set(one.kind, known);
      }
      return known.body;
    });
    const caption = make('caption', 'quiet', phase == null ? t('answer.advice.caption.open', { end: answer?.epochs }) : t('answer.advice.caption', { phase: lasting(phase) }));
    const head = header(['remedy', 'predicted', 'lasts', 'verdict'].map((key) => `answer.advice.${key}`));
    if (advice.caption?.textContent !== caption.textContent || bodies.length !== advice.tBodies.length || bodies.some((body, i) => body !== advice.tBodies[i])) advice.replaceChildren(caption, head, ...bodies);
    const not = list.filter(({ why }) => why);
    const items = not.map(({ kind, why = '' }) => make('li', '', t('pair', { name: t(`answer.remedy.${kind}`), value: t(hasText(`answer.not.${why}`) ? `answer.not.${why}` : 'answer.not.other') })));
    put(around.after, [...items.length ? [make('h4', '', t('answer.advice.not')), make('ul', 'quiet', ...items)] : []]);
  }

  const words = make('div', 'part');
  const figures = make('div', 'figures');
  let pictured = '';
  const table = make('div', 'part');
  const steps = make('div', 'part');
  const surely = make('div', 'part');
  surely.setAttribute('aria-live', 'off');

  // How many rows, where nothing else knows.
  const field = document.createElement('input');
  field.id = 'answer-rows';
  field.inputMode = 'numeric';
  field.autocomplete = 'off';
  const label = /** @type {HTMLLabelElement} */ (make('label', '', t('answer.sure.ask')));
  label.htmlFor = field.id;
  const draw = button('word', t('answer.sure.draw'));
  draw.type = 'submit';
  const mistake = createMistake('answer-rows-error');
  const ask = /** @type {HTMLFormElement} */ (make('form', 'rows', label, field, draw, mistake.element));
  ask.noValidate = true;
  ask.hidden = true;
  ask.addEventListener('submit', async (event) => {
    event.preventDefault();
    const rows = Number(field.value.trim().replaceAll(/[\s,]/g, ''));
    try {
      show(await commands.tell('answer', { rows: field.value.trim() === '' || Number.isNaN(rows) ? field.value : rows }));
      told = { of: reply.values.own, rows };
      mistake.clear();
    } catch (error) {
      mistake.tell(await understood(/** @type {any} */ (error)), field);
    }
  });

  const model = make('div', 'part');
  let modelled = '';

  /** @param {Reply} now */
  function show(now) {
    reply = now;
    names = now.answer?.modalities.map((row) => row.name) ?? [];
    put(words, inWords(now));
    const of = JSON.stringify([now.answer && now.values, names, document.documentElement.dataset.theme]);
    if (of !== pictured) {
      pictured = of;
      figures.replaceChildren(...now.answer ? [true, false].flatMap((telling) => drawn(FIGURE, { telling })) : []);
    }
    put(table, each(now));
    put(steps, stages(now));
    put(surely, sure(now));
    ask.hidden = !(now.noDraws === 'rows' || now.sensitivity?.from === 'gaussian' && !now.data.rows);
    whatToDo(now);
    const text = now.answer ? network(context(now, [])) : '';
    if (text !== modelled) put(model, text ? [folded(t('answer.network'), text)] : []);
    modelled = text;
    acts.hidden = !now.answer;
  }

  const root = make('div', 'answer', words, figures, table, steps, make('div', 'part', surely, ask), make('div', 'part', around.before, model, advice, around.after));

  // Copies are of what is shown.
  const note = make('div');
  const acts = make('div', 'acts', make('span', 'quiet', t('answer.copy')));
  /** @type {[string, () => string, (() => void)?][]} */
  const forms = [
    ['link', address, () => { note.replaceChildren(...[inThisTab()].filter((node) => node !== null)); }],
    ['text', () => asText(t('answer.title'), root)],
    ['markdown', () => asMarkdown(t('answer.title'), root)],
    ['json', () => JSON.stringify({ ...reply, said: [...words.querySelectorAll('p')].map((node) => node.textContent) }, null, 1)],
  ];
  for (const [form, text, then] of forms) {
    const act = button('word', t(`answer.copy.${form}`));
    act.setAttribute('aria-label', t('pair', { name: t('answer.copy'), value: t(`answer.copy.${form}`) }));
    copies(act, text, speak, then);
    acts.append(act);
  }

  /** @returns {Promise<Reply>} */
  const read = () => {
    const { own } = call('get');
    return commands.tell('answer', { rows: told.of === own ? told.rows : 0 });
  };
  const first = await read();
  show(first);
  if (told.of === first.values.own && told.rows) field.value = String(told.rows);
  const sheet = openSheet('answer-sheet', t('answer.title'), [root, acts, note]);
  let timer = 0;
  const off = on('state', () => {
    timer ||= setTimeout(async () => {
      timer = 0;
      try {
        show(await read());
      } catch (error) {
        console.warn(error); // the run is of other data by now
        sheet.close();
      }
    }, REST);
  });
  sheet.addEventListener('close', () => {
    clearTimeout(timer);
    off();
    commands.tell('answer', { on: false }).catch(console.warn); // nobody reads
  }, { once: true });
}

/** Changes only what has changed: whoever reads keeps the place. @param {HTMLElement} place @param {(Node | string)[]} content */
function put(place, content) {
  const next = make('div', place.className, ...content);
  if (place.innerHTML !== next.innerHTML) place.replaceChildren(...next.childNodes);
}
