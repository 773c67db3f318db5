// A step of the story: its question, its figure, and what the run answers. The figure stands at its beginning and says nothing
// ahead of itself until somebody has guessed, or does not want to.

import { createControls } from './controls.js';
import { createFigure } from './figure.js';
import { createMark, createSketch } from './guess.js';
import { createMissing } from './missing.js';
import { moreWords, styleSheet } from './more.js';
import { button, make } from './nodes.js';
import { fixed, list, sentences, t } from './strings.js';

const CLOSE = 0.1; // of the time: a mark so near is close
const OVER = 0.4; // of the overshoot: who drew that much has seen it coming
const TALL = 400; // CSS pixels of a figure with one panel, as its poster has
const SETTLE = 150; // milliseconds without a change before numbers are read

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

/** @type {Promise<ReturnType<typeof import('./hints.js').hints>> | null} of all controls of the page */
let hinting = null;

/** What controls do is told by them, as in the lab. */
async function help() {
  hinting ??= Promise.all([import('./hints.js'), moreWords(), styleSheet('web/inwords.css')]).then(([{ hints }]) => hints());
  try {
    (await hinting).bind();
  } catch (error) {
    hinting = null; // the next step asks for it again
    throw error;
  }
}

/** @typedef {ReturnType<typeof createStep>} Step */

/**
 * @typedef {object} Manner where it is not in the essay
 * @property {string} [memory] where guesses are kept
 * @property {Partial<import('./figure.js').Wishes>} [wishes] of its figure
 * @property {(option: string) => void} [chosen] an option was pressed; without, that is the guess
 * @property {boolean} [tells] what was found, too, as it is on the screen at once
 */

/** @typedef {ReturnType<typeof import('./narration.js').createVoice>} Voice */

/**
 * @param {HTMLElement} section
 * @param {import('./describe.js').Description} description
 * @param {ReturnType<typeof import('./theme.js').createTheme>} theme
 * @param {Voice} voice of the page: what is told keeps apart
 * @param {Manner} [manner]
 */
export function createStep(section, description, theme, voice, { memory: kept = 'story', wishes = {}, chosen, tells = false } = {}) {
  const { step: slug = '', kind = '', link = '', right = '', modality = '', goal = '' } = section.dataset;
  const panels = (section.dataset.panels ?? '').split(',');
  const asking = section.dataset.asking?.split(',') ?? panels;
  /** @param {string} selector */
  const $ = (selector) => /** @type {HTMLElement} */ (section.querySelector(selector));
  const asked = $('.asked');
  const place = $('.place');
  const answer = /** @type {HTMLDetailsElement} */ ($('.answer'));
  const saying = new Map([...answer.querySelectorAll('[data-said]')].map((line) => [line, line.textContent ?? ''])); // hands are counted there later
  const caption = $('.caption');
  const turns = /** @type {HTMLFormElement} */ ($('.turns'));

  /** @type {import('./figure.js').Figure | null} */
  let figure = null;
  /** @type {ReturnType<typeof createMark> | ReturnType<typeof createSketch> | null} */
  let guess = null;
  let revealed = false;
  let touched = false; // by the reader’s hand: nothing takes back what she changed
  /** @type {unknown} */
  let guessed = null;
  const answered = new EventTarget();

  const begin = button('go', t('story.guess'));
  const skip = button('word skip', t('story.showMe'));
  begin.hidden = kind === 'choose' || kind === 'find';
  skip.addEventListener('click', () => { reveal(null); });
  const acts = make('p', 'acts', begin, skip);

  if (kind === 'choose') {
    for (const item of /** @type {HTMLElement[]} */ ([...asked.querySelectorAll('[data-option]')])) {
      const choice = button('option', '');
      choice.append(...item.childNodes);
      choice.setAttribute('aria-pressed', 'false');
      choice.addEventListener('click', () => { if (!revealed) (chosen ?? reveal)(item.dataset.option ?? ''); });
      item.append(choice);
    }
  }
  if (kind === 'sort') askForEach();
  asked.append(acts);

  /** Of every remedy a person says what it does. */
  function askForEach() {
    begin.disabled = true;
    for (const item of /** @type {HTMLElement[]} */ ([...asked.querySelectorAll('[data-option]')])) {
      const text = make('span', 'remedy', ...item.childNodes);
      const choices = ['shorter', 'same', 'longer'].map((name) => {
        const choice = button('option', t(`story.outcome.${name}`));
        choice.dataset.outcome = name;
        choice.setAttribute('aria-pressed', 'false');
        choice.addEventListener('click', () => {
          if (revealed) return;
          for (const other of choices) other.setAttribute('aria-pressed', String(other === choice));
          begin.disabled = [...asked.querySelectorAll('.sorts > li')].some((one) => !one.querySelector('[aria-pressed="true"]'));
        });
        return choice;
      });
      const group = make('span', 'outcomes', ...choices);
      group.setAttribute('role', 'group');
      group.setAttribute('aria-label', text.textContent ?? '');
      item.append(text, group);
    }
    begin.addEventListener('click', () => reveal(sorted()));
  }

  /** What was said of each. */
  const sorted = () => Object.fromEntries(/** @type {HTMLElement[]} */ ([...asked.querySelectorAll('.sorts > li')]).map((item) => (
    [item.dataset.option, /** @type {HTMLElement | null} */ (item.querySelector('[aria-pressed="true"]'))?.dataset.outcome ?? null])));

  /** @param {Promise<unknown>} promise */
  const attempt = (promise) => { promise.catch(console.warn); };

  /** The program comes with the first figure that is near. */
  function prepare() {
    if (figure) return figure;
    const made = createFigure(place, description, {
      link: `${link}&epoch=0`, panels, look: theme.look(), options: { ahead: 'off' }, tall: TALL, voice, ...wishes,
    });
    figure = made;
    made.offer(asking);
    const parameters = description.parameters.filter(({ key }) => section.dataset.controls?.split(',').includes(key));
    if (parameters.length) {
      const controls = createControls(turns, parameters, (values) => change(values), (on) => { attempt(made.hold(on)); }, () => {});
      for (const group of turns.querySelectorAll('section')) { // one or two lines are no region, and other steps have the same
        group.removeAttribute('aria-labelledby');
        group.querySelector('h2')?.remove();
      }
      /** @type {import('./describe.js').Values | null} those of the question */
      let own = null;
      made.on('state', ({ values }) => controls.show(values, own ??= values));
    }
    if (kind === 'find') open();
    made.on('state', follow);
    for (const event of ['pointerdown', 'keydown']) place.addEventListener(event, () => { touched = true; });
    if (kind === 'mark' || kind === 'sketch') {
      guess = (kind === 'mark' ? createMark : createSketch)(made, place, { modality, name: t('story.yours') });
      asked.insertBefore(guess.controls, acts);
      begin.disabled = kind === 'sketch';
      guess.on(() => { begin.disabled = kind === 'sketch' && !guess?.drawn(); });
      begin.addEventListener('click', () => reveal(guess?.value()));
    }
    restore();
    return made;
  }

  /** The controls are there. */
  function open() {
    turns.hidden = !turns.childElementCount;
    if (!turns.hidden) attempt(help());
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (section.querySelectorAll('input[data-set]'))) input.disabled = false;
  }

  /** @param {Record<string, unknown>} values */
  function change(values) {
    touched = true;
    return /** @type {NonNullable<typeof figure>} */ (figure).set(values);
  }

  /**
   * The run answers.
   * @param {any} value the guess; null: none
   * @param {{quietly?: boolean, told?: boolean}} [how] quietly: nothing plays; told: it has been answered before
   */
  async function reveal(value, { quietly = false, told = false } = {}) {
    if (revealed) return;
    revealed = true;
    guessed = value;
    const made = prepare();
    section.classList.add('revealed');
    const held = acts.contains(document.activeElement) || asked.querySelector('.marking, .sketching')?.contains(document.activeElement);
    skip.remove();
    begin.remove();
    const said = outcome(value);
    for (const line of /** @type {HTMLElement[]} */ ([...answer.querySelectorAll('[data-said]')])) {
      line.classList.toggle('other', kind !== 'sort' && line.dataset.said !== said);
    }
    settleOptions(value);
    answer.open = true;
    caption.hidden = false;
    guess?.settle(value !== null && value !== undefined);
    open();
    keep(value);
    answered.dispatchEvent(new Event('revealed'));
    if (!told) voice.utter(answerInWords(!held));
    if (held) { // what had the focus is gone
      const finding = $('.answer .finding');
      finding.tabIndex = -1;
      finding.focus({ preventScroll: true });
    }
    try {
      await play(made, value, quietly || stillness.matches || section.classList.contains('scrolls'));
    } catch (error) {
      console.warn(error);
      section.classList.add('still'); // there is a picture, too
    }
    answered.dispatchEvent(new Event('answered'));
  }

  /** How the guess fared, after what was found; who is led there reads that anyway. @param {boolean} whole */
  function answerInWords(whole) {
    const finding = whole && tells ? [t('story.lecture.answered', { finding: $('.answer .finding').textContent ?? '' })] : [];
    return sentences([...finding, ...[...saying].filter(([line]) => !line.matches('.other')).map(([, words]) => words)]);
  }

  /** @param {import('./figure.js').Figure} made @param {unknown} value @param {boolean} atOnce */
  async function play(made, value, atOnce) {
    if (kind === 'find' && value === null) await change(JSON.parse(section.dataset.solution ?? '{}'));
    made.offer(panels);
    await made.options({ ahead: 'on' });
    if (atOnce) await made.seek(made.state.epochs);
    else if (kind !== 'find') {
      await made.seek(0);
      await made.play();
    }
  }

  /** Which sentence answers a guess. @param {any} value */
  function outcome(value) {
    if (kind !== 'choose' && kind !== 'sort' && value === null) return 'shown';
    if (kind === 'mark') {
      if (Math.abs(value / Number(right) - 1) <= CLOSE) return 'close';
      return value < Number(right) ? 'before' : 'after';
    }
    if (kind === 'find') return 'found';
    if (kind === 'sketch') return Math.max(...value) >= 1 + OVER * Number(right) ? 'over' : 'under';
    return value ?? right;
  }

  /** The options say which one was chosen, and which one holds. @param {any} value */
  function settleOptions(value) {
    for (const choice of /** @type {HTMLButtonElement[]} */ ([...asked.querySelectorAll('.option')])) {
      const item = /** @type {HTMLElement} */ (choice.closest('[data-option]'));
      const { option = '', is = '' } = item.dataset;
      const mine = kind === 'sort' ? choice.dataset.outcome === value?.[option] : option === value;
      const holds = kind === 'sort' ? choice.dataset.outcome === is : option === right;
      choice.setAttribute('aria-pressed', String(mine));
      choice.setAttribute('aria-disabled', 'true');
      const notes = [...(holds ? [t('story.right')] : []), ...(mine ? [t('story.yours')] : [])];
      choice.classList.toggle('holds', holds);
      if (notes.length) choice.append(' ', make('small', '', list(notes)));
    }
  }

  // A guess outlives a reload.
  const memory = `unimodal-bias-lab/${kept}/${slug}`;
  /** @param {unknown} value */
  function keep(value) {
    try {
      sessionStorage.setItem(memory, JSON.stringify({ value: value ?? null }));
    } catch {
      // no storage here: then it is asked again
    }
  }
  function restore() {
    try {
      const before = sessionStorage.getItem(memory);
      if (before) reveal(JSON.parse(before).value, { quietly: true, told: true });
    } catch {
      // as above
    }
  }

  let timer = 0;
  let shown = '';
  /** Sentences of the present follow the figure. */
  function follow() {
    if (!figure) return;
    const { values } = figure.state;
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (section.querySelectorAll('input[data-set]'))) {
      if (input !== document.activeElement) input.value = String(Number(Number(values[input.dataset.set ?? '']).toPrecision(4)));
    }
    const now = JSON.stringify([figure.state.scenario, values]);
    if (now === shown || figure.state.pending) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const measured = await /** @type {NonNullable<typeof figure>} */ (figure).measure({ whole: true });
      shown = now;
      for (const node of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll('[data-now]'))) tell(node, measured);
      for (const anchor of /** @type {NodeListOf<HTMLAnchorElement>} */ (section.querySelectorAll('a.lab'))) anchor.href = `../#${await figure?.address()}`;
      const same = sameRun(values);
      section.classList.toggle('changed', !same);
      guess?.about(same);
      if (kind === 'find' && !revealed && measured[goal] === true) reveal(true);
      section.dispatchEvent(new CustomEvent('measured', { detail: measured }));
    }, SETTLE);
  }

  /** @type {string | null} */
  let first = null;
  /** Whether the run is still the one of the question. @param {Record<string, unknown>} values */
  function sameRun(values) {
    const now = JSON.stringify(values);
    first ??= now;
    return now === first;
  }

  section.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.set) return;
    const { set } = target.dataset;
    change({ [set]: target.value }).catch((error) => {
      target.setCustomValidity(error.message);
      target.reportValidity();
      target.setCustomValidity('');
      target.value = String(figure?.state.values[set]);
    });
  });

  section.addEventListener('click', (event) => {
    const anchor = event.target instanceof Element ? /** @type {HTMLAnchorElement | null} */ (event.target.closest('a[data-act]')) : null;
    if (!anchor || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    act(anchor.dataset.act ?? '', anchor.dataset.to ?? '').catch(console.warn);
  });

  /** @param {string} does @param {string} to */
  async function act(does, to) {
    const made = prepare();
    touched = true;
    if (!revealed) await reveal(null, { quietly: true });
    if (does === 'seek') return made.seek(Number(to));
    if (does === 'set') return made.set(Object.fromEntries(new URLSearchParams(to)));
    await made.open(to);
    return stillness.matches ? made.seek(made.state.epochs) : made.seek(0).then(() => made.play());
  }

  if (section.classList.contains('scrolls')) scroll();

  /** Scrolling moves the playhead from paragraph to paragraph, until a hand takes it. */
  function scroll() {
    const stops = /** @type {HTMLElement[]} */ ([...section.querySelectorAll('p[data-epoch]')]);
    // In a narrow window the figure stays over what is read: what gets the focus comes to light below it.
    new ResizeObserver(([{ target }]) => section.style.setProperty('--stuck', `${/** @type {HTMLElement} */ (target).offsetHeight}px`)).observe($('figure'));
    let asked = false;
    addEventListener('scroll', () => {
      if (asked || touched || !revealed || !figure) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        const eye = innerHeight * 0.6;
        const at = stops.map((stop) => stop.getBoundingClientRect().top);
        if (at[0] > innerHeight || at[at.length - 1] < -innerHeight) return;
        const epochs = stops.map((stop) => Number(stop.dataset.epoch));
        let i = at.findLastIndex((top) => top <= eye);
        let to = epochs[0] * Math.max(0, Math.min(1, (innerHeight - at[0]) / (innerHeight - eye)));
        if (i >= 0) {
          const end = i + 1 < at.length ? epochs[i + 1] : /** @type {NonNullable<typeof figure>} */ (figure).state.epochs;
          const length = i + 1 < at.length ? at[i + 1] - at[i] : eye;
          to = epochs[i] + (end - epochs[i]) * Math.min(1, (eye - at[i]) / length);
        }
        attempt(/** @type {NonNullable<typeof figure>} */ (figure).seek(Math.round(to)));
      });
    }, { passive: true });
  }

  const image = button('word', t('story.image'));
  image.addEventListener('click', () => taking(saveImage));
  const data = button('word', t('story.data'));
  data.addEventListener('click', () => taking(saveData));
  $('.caption .takes').append(' · ', image, ' · ', data);
  const untaken = make('p', 'untaken');
  untaken.setAttribute('role', 'alert');
  $('.caption .takes').after(untaken);
  const taking = createMissing((words) => { untaken.textContent = words; });

  async function saveImage() {
    const { save } = await import('./export.js');
    save(await prepare().exportFile('svg', { panels }));
  }

  async function saveData() {
    const { save } = await import('./export.js');
    const { columns } = await prepare().trajectory({ whole: true });
    const rows = columns[0].values.map((/** @type {number} */ _, /** @type {number} */ i) => columns.map((/** @type {any} */ { values }) => values[i] ?? ''));
    const text = [columns.map((/** @type {any} */ { name }) => name), ...rows].map((row) => row.join(',')).join('\n');
    save(new File([`${text}\n`], `${slug}.csv`, { type: 'text/csv' }));
  }

  return {
    slug,
    prepare,
    reveal,
    section,
    get revealed() { return revealed; },
    get guessed() { return guessed; },
    /** What was drawn on the chart so far; null: nothing. */
    drawn: () => (guess?.drawn() ? guess.value() : null),
    change,
    act,
    figure: () => figure,
    /** As soon as the answer is shown; the run may still play. @param {() => void} listener */
    onReveal: (listener) => { answered.addEventListener('revealed', listener); },
    /** @param {() => void} listener */
    onAnswer: (listener) => { answered.addEventListener('answered', listener); },
    /** @param {import('./theme.js').Look} look */
    setLook(look) { figure?.setLook(look); },
  };
}

/**
 * A number of the present run, as web/site/static/story_facts.go writes those of the step's runs.
 * @param {HTMLElement} node
 * @param {Record<string, any>} measured
 */
function tell(node, measured) {
  const [how, of] = (node.dataset.now ?? '').split(':');
  const value = measured[of ?? how];
  if (node.classList.contains('modality')) {
    node.dataset.modality = value ?? '';
    node.textContent = value ?? t('story.neither');
    return;
  }
  if (how === 'at') node.textContent = value == null ? t('story.notYet') : t('story.at', { value: String(Math.round(value)) });
  else node.textContent = value == null ? t('story.unsaid') : how === 'share' ? percent(value) : fixed(value, value < 2 ? 2 : 1);
}

/** @param {number} share */
const percent = (share) => (Math.abs(share) < 0.0005 ? t('story.hardly') : t('number.percent', { value: fixed(100 * share, Math.abs(share) < 0.01 ? 1 : 0) }));
