// The lecture: the steps of the story on a screen for a class, one at a time. A press shows the answer, the next one goes on.

import { createBlank } from './blank.js';
import { createFullscreen } from './fullscreen.js';
import { listen } from './keys.js';
import { rich } from './markup.js';
import { createMissing } from './missing.js';
import { styleSheet } from './more.js';
import { button, icon, make } from './nodes.js';
import { createPoll } from './poll.js';
import { createPresenter } from './presenter.js';
import { single } from './single.js';
import { createSpotlight } from './spotlight.js';
import { t } from './strings.js';

const WIDE = matchMedia('(min-width: 1000px) and (min-aspect-ratio: 1 / 1)'); // as in lecture.css: words and figure side by side
const KEPT = 'unimodal-bias-lab/lecture';
const PRESSED_BY_SPACE = 'button, input, a[href], summary';
const MOVED_BY_ARROWS = 'input, [role="slider"], .handle';
/** Which way keys scroll a page. @type {Record<string, number>} */
const SCROLLS = { ArrowDown: 1, PageDown: 1, ' ': 1, ArrowUp: -1, PageUp: -1 };
const ICONS = {
  previous: 'M10 3L5 8l5 5', next: 'M6 3l5 5-5 5', notes: 'M3 2.5h10v11H3zM5.5 6h5M5.5 9h5',
  code: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5v4M13.5 9.5v1M11.5 12h2v1.5', fullscreen: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
};

/** @typedef {import('./step.js').Step} Step */

/**
 * How a step is told here: its figure fills its half of the screen, and a press on an answer is a hand for it.
 * @param {HTMLElement} section
 * @returns {import('./step.js').Manner}
 */
export function mannerOf(section) {
  section.classList.remove('scrolls');
  const figure = /** @type {HTMLElement} */ (section.querySelector('figure'));
  return {
    memory: 'lecture',
    tells: true,
    wishes: {
      tall: Infinity,
      fills: true,
      room: () => (WIDE.matches ? figure.clientHeight - (figure.querySelector('.bar')?.clientHeight ?? 0) : undefined),
    },
    chosen: (option) => section.dispatchEvent(new CustomEvent('hand', { detail: option })),
  };
}

/**
 * @param {HTMLElement[]} sections
 * @param {Step[]} steps of them
 * @param {import('./describe.js').Description} description
 * @param {ReturnType<typeof import('./remarks.js').createRemarks>} remarks
 * @param {import('./step.js').Voice} voice
 */
export async function createLecture(sections, steps, description, remarks, voice) {
  await styleSheet('web/lecture.css');
  const root = document.documentElement;
  document.querySelector('.opening')?.classList.add('unseen'); // its title is that of the page
  let at = -1;
  /** When the lecture began, and its step; null: nobody has pressed anything yet. @type {number | null} */
  let begun = null;
  let entered = Date.now();
  /** Milliseconds in every step before this visit of it. @type {Record<string, number>} */
  const spent = {};

  const slides = sections.map((section, i) => createSlide(section, steps[i], sections.length, tell));
  const now = () => steps[at];

  /** @param {number} i */
  function go(i) {
    if (i === at || !steps[i]) return;
    const before = now();
    const within = before && (document.activeElement === document.body || before.section.contains(document.activeElement));
    if (before) {
      spent[before.slug] = (spent[before.slug] ?? 0) + Date.now() - entered;
      attempt(before.figure()?.pause());
    }
    entered = Date.now();
    at = i;
    sections.forEach((section, k) => { section.hidden = k !== i; });
    if (within) sections[i].focus({ preventScroll: true });
    prepare(i);
    slides[i].show();
    const hash = `#step=${now().slug}`;
    if (location.hash !== hash) history.replaceState(history.state, '', hash);
    const { title, question } = slides[i];
    voice.utter(t('story.lecture.step', { number: i + 1, count: steps.length, title, question }));
    tell();
  }

  /** The next figure is made while this one is looked at. @param {number} i */
  async function prepare(i) {
    await steps[i].prepare().ready.catch(() => {}); // the figure says it itself
    if (i === at) steps[i + 1]?.prepare();
  }

  /** @param {Promise<unknown> | undefined} promise */
  const attempt = (promise) => { promise?.catch(console.warn); };

  /** A press of the clicker: the answer, or the next question; backwards, what there was before. @param {number} by */
  function turn(by) {
    if (lift()) return;
    if (begun === null) begun = entered = Date.now();
    if (by > 0 && !now().revealed) return answer();
    if (by > 0 && at === steps.length - 1) voice.utter(t('story.lecture.last'));
    go(at + by);
  }

  function answer() {
    const { poll } = slides[at];
    poll?.commit();
    attempt(now().reveal(poll?.favourite() ?? now().drawn()));
  }

  /** What lies over the slide goes first. */
  function lift() {
    const cover = /** @type {HTMLElement | null} */ (document.querySelector('.blank, .code-cover'));
    cover?.click();
    return Boolean(cover);
  }

  /** A press of a key, whose answer or question is read from its top. @param {number} by */
  function press(by) {
    turn(by);
    if (!WIDE.matches) now().section.scrollIntoView({ block: 'start' });
  }

  /** Whether there is more of the slide that way; beside one another everything is in sight. @param {number} by */
  function beyond(by) {
    const { top, bottom } = now().section.getBoundingClientRect();
    return !WIDE.matches && (by > 0 ? bottom > innerHeight + 1 : top < -1);
  }

  /** Of the slide as a whole, by whoever turns it. @param {(by: number) => void} go */
  function toggle(go) {
    if (lift()) return;
    const figure = now().figure();
    if (!now().revealed && now().section.dataset.kind !== 'find') return go(1);
    attempt(figure?.state.playing ? figure.pause() : figure?.play());
  }

  const blank = createBlank(() => { attempt(now().figure()?.pause()); });

  for (const [i, step] of steps.entries()) {
    step.onReveal(() => {
      slides[i].show();
      tell();
    });
  }

  // Those who speak have the same lecture before them in another window, or below.
  const notes = createPresenter(description.build, () => ({
    slug: now().slug, revealed: now().revealed, hands: slides[at].poll?.hands ?? {}, begun, entered, spent: spent[now().slug] ?? 0,
  }), {
    turn: ({ by }) => turn(by),
    blank,
    toggle: () => toggle(turn),
    restart() {
      begun = entered = Date.now();
      for (const slug of Object.keys(spent)) delete spent[slug];
      tell();
    },
    again() {
      try {
        for (const key of Object.keys(sessionStorage)) if (key.startsWith(KEPT)) sessionStorage.removeItem(key);
      } catch {
        // nothing is kept
      }
      history.replaceState(null, '', location.pathname + location.search);
      location.reload();
    },
    act: ({ act, to }) => attempt(now().act(act, to)),
    set: ({ values }) => attempt(now().change(values)),
  });
  function tell() {
    if (at >= 0) notes.tell();
  }

  const needing = createMissing((words) => { words ? remarks.tell(make('p', '', words)) : remarks.clear(); });

  const openNotes = () => needing(async () => {
    if (!await notes.open()) voice.utter(t('story.lecture.refused'));
  });

  const showCode = () => needing(async () => {
    if (lift()) return;
    const { showCode: show } = await import('./code.js');
    show(new URL(`./#step=${now().slug}`, location.href.split(/[?#]/)[0]).href);
  });

  const showKeys = () => needing(async () => {
    const { openSheet, listOfKeys, prepared, keyChoice } = await import('./dialogs.js');
    await prepared();
    const leave = /** @type {HTMLAnchorElement} */ (make('a', '', t('story.lecture.essay')));
    leave.href = `./${location.hash}`;
    openSheet('keys-sheet', t('page.help.title'), [
      listOfKeys(keys, [[t('story.lecture.keys.digits'), t('story.lecture.hands')], [t('story.lecture.backspace'), t('story.lecture.unhand')]]),
      keyChoice(),
      make('p', '', leave),
    ]);
  });

  const spotlight = createSpotlight();
  /** Several keys do the same; the first of them is in the list. @param {string[]} names @param {Omit<import('./keys.js').Key, 'key'>} does */
  const each = (names, does) => names.map((key, i) => ({ ...does, key, hidden: i > 0 }));
  const on = { does: 'story.lecture.next', act: () => press(1) };
  const back = { does: 'story.lecture.previous', act: () => press(-1) };
  const keys = [
    { ...on, key: 'PageDown', always: true },
    ...each(['', 'ArrowRight', 'ArrowDown'], { ...on, not: MOVED_BY_ARROWS }).slice(1),
    { ...back, key: 'PageUp', always: true },
    ...each(['', 'ArrowLeft', 'ArrowUp'], { ...back, not: MOVED_BY_ARROWS }).slice(1),
    { key: ' ', does: 'story.lecture.play', act: () => toggle(press), not: PRESSED_BY_SPACE },
    ...each(['b', 'B', '.'], { does: 'page.key.blank', act: blank, always: true }),
    ...each(['s', 'S'], { does: 'story.lecture.notes', act: openNotes }),
    ...each(['q', 'Q'], { does: 'story.lecture.code', act: showCode }),
    ...each(['l', 'L'], { does: 'story.lecture.spot', act: spotlight }),
    { key: '?', does: 'page.key.help', act: showKeys },
  ];
  document.addEventListener('keydown', scroll, { capture: true });
  document.addEventListener('keydown', count, { capture: true });
  listen(keys, () => true, () => single.on);

  /** What a key would scroll to comes before what it does here. @param {KeyboardEvent} event */
  function scroll(event) {
    const { key, target } = event;
    const by = SCROLLS[key];
    if (!by || !beyond(by) || document.querySelector('dialog:modal, .blank, .code-cover')) return;
    if (target instanceof Element && target.closest(key === ' ' ? PRESSED_BY_SPACE : MOVED_BY_ARROWS)) return;
    event.stopImmediatePropagation();
  }

  /** Digits are hands. @param {KeyboardEvent} event */
  function count(event) {
    const { key, target, metaKey, ctrlKey, altKey } = event;
    if (!single.on || metaKey || ctrlKey || altKey || document.querySelector('dialog:modal, .blank')) return;
    if (target instanceof Element && target.closest('input:not([type="range"]), select, textarea')) return;
    if (!slides[at].poll?.type(key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  document.body.prepend(createBar());
  function createBar() {
    /** @param {keyof typeof ICONS} name @param {() => void} act */
    const tool = (name, act) => {
      const node = button(`tool ${name}`, '');
      node.append(icon(ICONS[name]));
      node.title = t(`story.lecture.${name}`);
      node.setAttribute('aria-label', node.title);
      node.addEventListener('click', act);
      return node;
    };
    const whole = button('tool fullscreen', '');
    whole.hidden = true;
    whole.append(icon(ICONS.fullscreen), make('span', 'unseen', t('page.fullscreen')));
    createFullscreen(whole);
    if (whole.hidden && /** @type {any} */ (navigator).standalone === false) { // an iPhone: only what lies on its home screen has the screen
      whole.hidden = false;
      whole.addEventListener('click', () => needing(async () => {
        const { openSheet, prepared } = await import('./dialogs.js');
        await prepared();
        openSheet('iphone-sheet', t('page.fullscreen'), [make('p', '', ...rich(t('story.lecture.iphone')))]);
      }));
    }
    const help = button('tool', '?');
    help.setAttribute('aria-label', t('story.lecture.keys'));
    help.addEventListener('click', showKeys);
    const bar = make('nav', 'lecture-bar', tool('previous', () => turn(-1)), tool('next', () => turn(1)), tool('notes', openNotes), tool('code', showCode), whole, help);
    bar.setAttribute('aria-label', t('story.lecture.bar'));
    return bar;
  }

  // The lab's page leads here, too, and there a step stands in the query.
  const url = new URL(location.href);
  if (url.searchParams.has('step')) {
    url.hash ||= `step=${url.searchParams.get('step')}`;
    url.searchParams.delete('step');
    history.replaceState(history.state, '', url);
  }
  const wished = (/** @type {string} */ hash) => steps.findIndex(({ slug }) => hash === `#step=${slug}`);
  addEventListener('hashchange', ({ newURL }) => go(wished(new URL(newURL).hash)));
  go(Math.max(0, wished(location.hash)));
  root.classList.add('lecture');
  if (!WIDE.matches) now().section.scrollIntoView({ block: 'start' }); // the browser has gone to where the essay had the step
}

/**
 * A step as a slide: words on one side, the figure on the other.
 * @param {HTMLElement} section
 * @param {Step} step
 * @param {number} count of steps
 * @param {() => void} changed
 */
function createSlide(section, step, count, changed) {
  /** @param {string} selector */
  const $ = (selector) => /** @type {HTMLElement} */ (section.querySelector(selector));
  section.tabIndex = -1;
  const number = $('h2 .number');
  const title = ($('h2').textContent ?? '').replace(number.textContent ?? '', '').trim();
  number.textContent = t('story.lecture.place', { number: number.textContent ?? '', count });
  const words = make('div', 'words', $('.asked'), $('.answer'), $('.caption'), $('.turns'));
  $('figure').before(words);
  const poll = section.querySelector('.asked [data-option]') ? createPoll(section, () => !step.revealed, changed) : null;
  // Where the words take another height the figure has another one.
  new ResizeObserver(() => step.figure()?.fit()).observe($('figure'));
  return {
    title,
    question: $('.question').textContent ?? '',
    poll,
    show() { poll?.show(); },
  };
}
