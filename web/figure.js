// A light figure: panels of one run as SVG, drawn by a program in a worker. It has a play button, a scrubber, the handle and
// the read-out of its panels, and no graphics context. A page may have any number of them; only those in view are drawn.

import { createApi, createCommands } from './api.js';
import { LabError } from './bridge.js';
import { createEvents, on as onPage } from './events.js';
import { openFigure } from './figures.js';
import { createHandles } from './handles.js';
import { followPointer, handScrubber } from './hands.js';
import { bare, callModalities, rich } from './markup.js';
import { createVoice, pressing, sentence } from './narration.js';
import { button, icon, make } from './nodes.js';
import { createShapes } from './shapes.js';
import { allStrings, fixed, hasText, t } from './strings.js';
import { createTextLayer } from './textlayer.js';
import { letters as sizeOf } from './theme.js';

const SVG = 'http://www.w3.org/2000/svg';
const SLICE = { ms: 30 }; // of computing between two messages
const PLAY = 'M4.5 2.2v11.6L14 8z';
const PAUSE = 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z';
const GAP = 24; // CSS pixels between panels
const NARROW = 560; // below it they stand below one another
const SHAPE = { wide: 0.66, square: 0.92 }; // height of a panel by its width
const STACKED = [2, 3]; // their heights, where they share that of a screen
const STRETCH = 1.3; // of what they need, at most, where there is more room
const TALL = 480; // CSS pixels: a single panel, at most
const LOWEST = 128; // CSS pixels: what the curves need to be read
const LOST = 'page.placeMissing'; // the one trouble that may pass
const FILES = ['svg', 'png', 'qr']; // the others are the lab's

/**
 * @typedef {object} Wishes
 * @property {string} [link] the state, as after # in an address
 * @property {string[]} [panels] the first one has the curves' place, left and wide
 * @property {import('./theme.js').Look} [look] of the pictures
 * @property {boolean} [autoplay]
 * @property {Record<string, string>} [options] how the curves are drawn
 * @property {(choose: (choice?: Record<string, unknown>) => Promise<any>) => Promise<import('./remarks.js').Mistake[]>} [diagram] chooses the phase diagram
 *   in place of the plane, and answers what of that cannot be
 * @property {number} [tall] CSS pixels: a single panel, at most
 * @property {() => number | undefined} [room] CSS pixels there are for the panels; without, they take what they need
 * @property {boolean} [fills] they take all of it, below one another
 * @property {ReturnType<typeof createVoice>} [voice] of the page, where several speak
 */

/** @typedef {{x: number, y: number, w: number, h: number, epochs: number, top: number}} Plot in CSS pixels of the panels; top: of the y axis, 0 where it counts no shares */

/** Of a figure that is alone on its page. @param {HTMLElement} place */
function ownVoice(place) {
  const spoken = make('p', 'unseen');
  spoken.setAttribute('aria-live', 'polite');
  place.append(spoken);
  return createVoice(spoken);
}

/** Why there is no program, as a key. @param {string} why */
function lack(why) {
  if ('mixed' in document.documentElement.dataset || /of another build/.test(why)) return 'page.mixed';
  if (/content security policy|\bcsp\b|unsafe-eval/i.test(why)) return 'light.forbidden';
  return /WebAssembly is not defined/.test(why) ? 'light.noWebAssembly' : LOST;
}

const stillness = matchMedia('(prefers-reduced-motion: reduce)');

/**
 * @param {HTMLElement} place is filled
 * @param {import('./describe.js').Description} description
 * @param {Wishes} [wishes]
 */
export function createFigure(place, description, wishes = {}) {
  const { on, until, emit } = createEvents();
  const panels = wishes.panels ?? description.panels.slice(0, 2);

  const texts = document.createElementNS(SVG, 'svg');
  texts.classList.add('texts');
  const drawing = document.createElementNS(SVG, 'svg');
  drawing.classList.add('shapes');
  for (const part of [drawing, texts]) part.setAttribute('aria-hidden', 'true'); // the picture around them has a name
  const picture = make('div', 'picture', drawing, texts);
  picture.setAttribute('role', 'img');
  const layer = make('div', 'handles');
  const slots = panels.map((panel) => {
    const slot = make('div', 'slot');
    slot.dataset.panel = panel;
    return slot;
  });
  const stage = make('div', 'stage', picture, ...slots, layer);
  const play = button('round', '');
  play.append(icon(PLAY));
  const scrubber = document.createElement('input');
  scrubber.type = 'range';
  scrubber.min = scrubber.value = '0';
  scrubber.setAttribute('aria-label', t('page.scrubber'));
  const readOut = make('p', 'epoch');
  const bar = make('div', 'bar', play, make('div', 'scrub', scrubber), readOut);
  const trouble = make('p', 'trouble');
  trouble.setAttribute('role', 'alert');
  trouble.hidden = true;
  place.classList.add('light-figure');
  place.replaceChildren(stage, bar, trouble);
  for (const part of [play, scrubber]) part.disabled = true;

  /** @type {import('./describe.js').State} */
  const state = { scenario: '', values: {}, epoch: 0, epochs: 1, playing: false, speed: 1, pending: true };
  let { look } = wishes;
  if (look) place.dataset.look = look.theme; // on paper
  /** @type {Plot | null} where the axis of epochs lies */
  let plot = null;
  let offered = panels;
  let drawn = false;
  let closed = false;
  let stuck = false; // there is no program, or none any more
  let isReady = false;
  let wordsAsked = false; // its words are on their way, or there
  let begun = false; // the program knows what to show, and how
  let onScreen = false;
  let wanted = true; // a frame
  let asked = false; // for a frame, which has not come yet
  let before = 0; // when the last frame was asked for
  let frames = 0;
  /** @type {(() => void)[]} */
  let resting = [];
  const shown = Promise.withResolvers();
  const ready = Promise.withResolvers();
  const opened = Promise.withResolvers(); // with what of the link could not be used
  for (const { promise } of [shown, ready, opened]) promise.catch(() => {});

  const visible = () => begun && onScreen && !document.hidden && !closed;

  function settle() {
    if (wanted && visible()) return;
    for (const resolve of resting.splice(0)) resolve();
  }

  function pump() {
    if (!wanted || asked || !visible()) return settle();
    asked = true;
    requestAnimationFrame((time) => {
      frames++;
      line.frame(Math.max(0, (time - (before || time)) / 1000));
      before = time;
    });
  }

  const host = {
    get frames() { return frames; },
    wake() {
      if (!wanted) before = 0;
      wanted = true;
      pump();
    },
    rest: () => new Promise((/** @type {(nothing?: any) => void} */ resolve) => {
      resting.push(resolve);
      settle();
    }),
    shown: () => new Promise((/** @type {(nothing?: any) => void} */ resolve) => {
      if (document.hidden) return resolve();
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    }),
  };

  /** @type {import('./figures.js').Listener} */
  const listener = {
    said(message) {
      if (message.idle) {
        wanted = false;
        say();
        return settle();
      }
      if (message.event) {
        if (message.event === 'state') return update(message.data);
        return emit(message.event, message.event === 'error' ? new LabError(message.data) : message.data);
      }
      const { texts: changed, removed, plots, handles: moved, state: news } = message.frame;
      painted.apply(message.shapes);
      letters.apply(changed, removed);
      handles.apply(moved);
      if (plots) {
        const [first] = Object.values(plots);
        plot = first;
        align(first);
        emit('plot', first);
      }
      if (news) update(news);
      if (!drawn) {
        drawn = true;
        place.classList.add('started');
        for (const part of [play, scrubber]) part.disabled = false;
        show();
        shown.resolve(undefined);
      }
    },
    framed() {
      asked = false;
      pump();
    },
    progress(done, total) {
      if (!drawn) readOut.textContent = done < total ? t('page.loading.bytes', { done: fixed(done / 1e6, 1), total: fixed(total / 1e6, 1) }) : t('page.starting');
    },
    failed(why) {
      console.error(why);
      asked = false;
      if (stuck) return; // it has been said
      stuck = true;
      fail(drawn ? 'error.panic' : lack(why));
    },
  };
  let line = openFigure(listener);

  const painted = createShapes(drawing);
  const letters = createTextLayer(texts);
  const started = Promise.resolve();
  const wire = { call: (/** @type {string} */ func, /** @type {unknown} */ args = undefined) => line.call(func, args), work, on, until };
  const { ask, ...changes } = createCommands(host, started, wire);
  /** The program may have said that it is idle before it has heard of a change: afterwards it needs a frame in any case. @param {'tell' | 'begin' | 'command'} way */
  const waking = (way) => async (/** @type {string} */ func, /** @type {unknown} */ args = undefined) => {
    try {
      return await changes[way](func, args);
    } finally {
      host.wake();
    }
  };
  const commands = { ask, tell: waking('tell'), begin: waking('begin'), command: waking('command') };
  const sweeping = () => Boolean(state.diagram?.running && !state.diagram.paused && visible());
  const { pin, unpin, pins, remedies, use, exportFile, table, ...api } = createApi(commands, host, ready.promise, () => state.playing, sweeping, wire); // those are of the page with the table
  const handles = createHandles(layer, commands, () => {});
  followPointer(picture, (point) => { attempt(commands.tell('pointer', point)); }, stage);

  /** @type {Promise<void> | null} */
  let working = null;

  /** Resolves when nothing is left to compute; however many ask, one loop runs. */
  function work() {
    working ??= (async () => {
      while ((await line.call('work', SLICE)).pending);
    })().finally(() => { working = null; });
    return working;
  }

  /** @param {Promise<unknown>} promise */
  const attempt = (promise) => { promise.catch(console.warn); };

  /** @param {string} text @param {string} [action] @param {() => void} [act] */
  function complain(text, action, act) {
    trouble.replaceChildren(...rich(text));
    trouble.hidden = false;
    if (!action || !act) return;
    const way = button('word', t(action));
    way.addEventListener('click', act);
    trouble.append(' ', way);
  }

  /** It is over, or could not begin: says why, and what can be done. @param {string} why a key */
  async function fail(why) {
    if (!hasText(why)) await import('./more.js').then(({ moreWords }) => moreWords()).catch(console.warn);
    const text = t(hasText(why) ? why : LOST);
    if (why === LOST) complain(text, 'page.tryAgain', again);
    else if (why === 'page.mixed') complain(text, 'page.reload', globalThis.unimodalBiasRenew);
    else if (drawn) complain(text, 'page.reload', () => location.reload());
    else complain(text);
    const reason = new LabError({ code: 'ended', value: text });
    if (why === LOST || drawn) return emit('error', reason); // it may come yet, or has been
    for (const { reject } of [shown, opened, ready]) reject(reason);
  }

  /** What did not come is asked for once more. */
  function again() {
    if (!stuck || drawn || closed) return;
    stuck = false;
    trouble.hidden = true;
    told = '';
    begun = false;
    line.close();
    line = openFigure(listener);
    start();
  }
  addEventListener('online', again);

  /** @param {Partial<typeof state>} news */
  function update(news) {
    Object.assign(state, news);
    if (news.names) callModalities(news.names);
    if (news.scenario && !inWords) picture.setAttribute('aria-label', bare(t(`scenario.${news.scenario}.title`)));
    show();
    emit('state', { ...state });
  }

  let stands = ''; // where the scrubber does, in words
  /** Who has the focus there is told every change. @param {string} text */
  function stand(text) {
    if (text && text !== stands) scrubber.setAttribute('aria-valuetext', stands = text);
  }

  /** @type {Awaited<ReturnType<typeof import('./figure-words.js').figureWords>> | null} what the panels show, in words */
  let inWords = null;
  let coming = Promise.resolve(); // they are
  /** There is a picture, and nothing else to do: now its words may come, or follow. */
  function say() {
    if (!isReady || !drawn || !visible()) return;
    if (inWords) return inWords.soon();
    if (wordsAsked) return;
    wordsAsked = true;
    coming = (async () => {
      await new Promise((goOn) => {
        if ('requestIdleCallback' in globalThis) requestIdleCallback(goOn, { timeout: 1000 }); // milliseconds: also where it never rests
        else setTimeout(goOn);
      });
      const { figureWords } = await import('./figure-words.js');
      inWords = await figureWords(picture, slots, { ask, state, on, able: () => visible() && !stuck });
      show();
    })().catch((error) => {
      wordsAsked = false; // asked for again the next time
      console.warn(error);
    });
  }

  function show() {
    if (!drawn) return;
    const ended = !state.playing && state.epoch >= state.epochs;
    const label = t(state.playing ? 'page.pause' : ended ? 'page.replay' : 'page.play');
    if (play.getAttribute('aria-label') !== label) {
      play.setAttribute('aria-label', label);
      play.firstElementChild?.firstElementChild?.setAttribute('d', state.playing ? PAUSE : PLAY);
    }
    scrubber.max = String(state.epochs);
    if (!held()) scrubber.valueAsNumber = state.epoch;
    if (inWords && !state.playing) inWords.read().then(stand).catch(console.warn);
    else stand(t(state.playing ? 'page.scrubber.playing' : 'page.scrubber.value', state));
    scrubber.style.setProperty('--done', String(state.epoch / state.epochs));
    readOut.textContent = t('page.epoch', state);
  }

  play.addEventListener('click', () => attempt(state.playing ? api.pause() : api.play()));
  const held = handScrubber(scrubber, {
    playing: () => state.playing, seek: (epoch) => attempt(api.seek(epoch)),
    play: () => attempt(api.play()), pause: () => attempt(api.pause()),
  });
  const voice = wishes.voice ?? ownVoice(place);
  on('milestone', (milestone) => voice[pressing(milestone) ? 'utter' : 'speak'](sentence(milestone)));

  /** The scrubber lies under the axis of epochs. @param {{x: number, w: number}} plot */
  function align({ x, w }) {
    bar.style.setProperty('--plot-x', `${x}px`);
    bar.style.setProperty('--plot-right', `${stage.clientWidth - x - w}px`);
  }

  /** What the panels take of a width if nothing is in the way. @param {number} width */
  function natural(width) {
    if (offered.length < 2) return Math.min(width * SHAPE.wide, wishes.tall ?? TALL);
    if (width < NARROW) return offered.reduce((sum, _, i) => sum + width * (i ? SHAPE.square : SHAPE.wide) + (i ? GAP : 0), 0);
    const rows = Math.ceil(offered.length / 2);
    return rows * (width - GAP) / 2 * 0.9 + (rows - 1) * GAP;
  }

  let told = '';
  function fit() {
    const width = stage.clientWidth;
    if (!width || closed) return;
    const need = Math.round(natural(width));
    const room = wishes.room?.() ?? need;
    const height = Math.round(Math.max(LOWEST, wishes.fills ? room : Math.min(need * STRETCH, room)));
    const narrow = wishes.fills || width < NARROW;
    const share = (/** @type {number} */ i) => (wishes.fills ? STACKED[Math.min(i, 1)] : i ? SHAPE.square : SHAPE.wide);
    // Where there is no room for all of them, the last give way.
    const most = narrow ? Math.max(1, Math.floor((height + GAP) / (LOWEST + GAP))) : slots.length;
    const seen = slots.filter((slot) => offered.includes(slot.dataset.panel ?? '')).slice(0, most);
    for (const slot of slots) slot.hidden = !seen.includes(slot);
    stage.style.height = `${height}px`;
    const columns = narrow ? 1 : Math.min(2, seen.length);
    const rows = Math.ceil(seen.length / columns);
    const total = seen.reduce((sum, _, i) => sum + share(narrow ? i : 0), 0);
    /** @type {Record<string, {x: number, y: number, w: number, h: number}>} */
    const boxes = {};
    let y = 0;
    seen.forEach((slot, i) => {
      const left = columns === 2 ? Math.round((width - GAP) * (rows > 1 ? 0.5 : 0.55)) : width;
      const second = i % columns === 1;
      const box = { x: second ? left + GAP : 0, y, w: second ? width - left - GAP : left, h: 0 };
      box.h = columns === 2 ? (height - GAP * (rows - 1)) / rows : (height - GAP * (rows - 1)) * share(i) / total;
      if (second || columns === 1) y += box.h + GAP;
      Object.assign(slot.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` });
      boxes[slot.dataset.panel ?? ''] = box;
    });
    const layout = { width, height, scale: devicePixelRatio, panels: boxes };
    const now = JSON.stringify(layout);
    if (now === told) return;
    told = now;
    for (const svg of [drawing, texts]) svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    attempt(commands.tell('layout', layout));
    if (sized !== sizeOf(stage, look?.large ?? 0)) dress();
    emit('size', { height: need });
  }

  const resized = new ResizeObserver(() => requestAnimationFrame(fit)); // in a frame of its own: it changes what is observed
  resized.observe(stage);
  const watched = new IntersectionObserver((entries) => {
    onScreen = entries[entries.length - 1].isIntersecting;
    before = 0;
    pump();
    say();
  });
  watched.observe(place);
  document.addEventListener('visibilitychange', pump);
  const moved = () => attempt(commands.tell('motion', { reduced: stillness.matches }));
  stillness.addEventListener('change', moved);
  const forget = onPage('words', () => { if (!stuck) attempt(boot()); });

  let sized = 1; // times its letters are as large as usual
  const dressed = () => ({ ...look, text: sized = sizeOf(stage, look?.large ?? 0) });
  const dress = () => attempt(commands.tell('theme', dressed()));
  const boot = () => commands.tell('boot', { strings: allStrings(), theme: 'light', ...dressed(), reducedMotion: stillness.matches });

  async function begin() {
    await boot();
    fit();
    if (wishes.options && Object.keys(wishes.options).length) await commands.tell('options', wishes.options);
    return open(wishes.link ?? '', wishes.diagram);
  }

  /**
   * Opens a link; resolves with what of it could not be used. The figure waits to be asked, and shows the whole run until
   * then; a link to a moment of it leads there.
   * @param {string} link
   * @param {Wishes['diagram']} [diagram]
   */
  async function open(link, diagram = async () => []) {
    const { notices } = await commands.tell('open', { link });
    const wrong = await diagram((choice) => commands.tell('diagram', choice));
    begun = true;
    pump();
    await work();
    const plays = wishes.autoplay && !stillness.matches;
    if (plays) await commands.command('play');
    else if (!/(^|[#&])epoch=/.test(link)) await commands.command('seek', { epoch: state.epochs });
    return [...notices ?? [], ...wrong];
  }

  function start() {
    begin().then((notices) => {
      opened.resolve(notices);
      isReady = true;
      ready.resolve(undefined);
      emit('ready');
      say();
    }, (error) => {
      if (stuck) return; // that has been told
      console.error(error);
      for (const { reject } of [opened, ready]) reject(error);
      complain(bare(/** @type {Error} */ (error).message));
    });
  }
  start();

  return {
    ...api,
    on,
    /** @param {string} kind @param {Record<string, unknown>} [options] */
    async exportFile(kind, options = {}) {
      await ready.promise;
      return (await import('./export.js')).exportFile(kind, options, ask, work, FILES);
    },
    /** Nor are any words on their way. */
    async settled() {
      await api.settled();
      await coming;
      await api.settled();
    },
    state,
    /** Where the axis of epochs lies, once it is known; event `plot`. */
    plot: () => plot,
    /** Shows some of its panels. @param {string[]} names */
    offer(names) {
      offered = names;
      fit();
    },
    /** How the curves are drawn. @param {Record<string, string>} changes */
    options: (changes) => commands.tell('options', changes),
    /** What of the link could not be used. */
    notices: /** @type {Promise<import('./remarks.js').Mistake[]>} */ (opened.promise),
    /** How high the panels would be, with nothing in the way. */
    need: () => Math.round(natural(stage.clientWidth)),
    fit,
    /** @param {import('./theme.js').Look} now */
    setLook(now) {
      look = now;
      place.dataset.look = now.theme;
      dress();
    },
    address: () => line.call('link'),
    /** All that is shown, as SVG. */
    picture: () => line.call('svg'),
    open,
    /** A hand drags a control, or lets it go. @param {boolean} held */
    hold: (held) => commands.tell('hold', { on: held }),
    close() {
      closed = true;
      for (const observer of [resized, watched]) observer.disconnect();
      document.removeEventListener('visibilitychange', pump);
      stillness.removeEventListener('change', moved);
      removeEventListener('online', again);
      forget();
      line.close();
      place.replaceChildren();
    },
  };
}

/** @typedef {ReturnType<typeof createFigure>} Figure */
