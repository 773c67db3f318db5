// The transport: play, step to and fro, back, speed, and a scrubber that lies under the x axis epoch for epoch.

import { handScrubber, nextSpeed } from './hands.js';
import { hasText, t } from './strings.js';

/**
 * @typedef {import('./describe.js').State} State
 * @param {import('./api.js').Api} api
 * @param {import('./api.js').Commands} commands
 * @param {import('./describe.js').Speed[]} speeds from the slowest to the fastest
 * @param {() => void} onMove the person has moved the playhead, or set it in motion
 */
export function createTransport(api, commands, speeds, onMove) {
  const bar = /** @type {HTMLElement} */ (document.querySelector('.transport'));
  const play = /** @type {HTMLButtonElement} */ (document.getElementById('play'));
  const step = /** @type {HTMLButtonElement} */ (document.getElementById('step'));
  const back = /** @type {HTMLButtonElement} */ (document.getElementById('back'));
  const stepBack = /** @type {HTMLButtonElement} */ (document.getElementById('step-back'));
  const speed = /** @type {HTMLSelectElement} */ (document.getElementById('speed'));
  const scrubber = /** @type {HTMLInputElement} */ (document.getElementById('scrubber'));
  const readOut = /** @type {HTMLElement} */ (document.getElementById('epoch'));
  const parts = [play, step, stepBack, back, speed, scrubber];

  let playing = false;
  let told = '';
  /** @type {(state: State) => string} what the curves are where the scrubber stands, once somebody can say it */
  let read = () => '';

  /** @param {import('./describe.js').Speed} pace */
  function option(pace) {
    const words = `page.speed.${pace}`; // the ends have words of their own
    return new Option(hasText(words) ? t(words) : t('page.speed.value', { speed: pace }), String(pace));
  }

  speed.append(...speeds.map(option));
  speed.value = '1';

  /** A link may ask for a speed that is not in the menu. @param {import('./describe.js').Speed} pace */
  function showSpeed(pace) {
    if (String(pace) === speed.value) return;
    speed.value = String(pace);
    if (speed.selectedIndex >= 0) return;
    speed.append(option(pace));
    speed.value = String(pace);
  }

  /** @param {Promise<unknown>} promise what goes wrong here is told by events */
  const run = (promise) => { promise.catch(console.warn); };

  function toggle() {
    if (playing) return run(api.pause());
    onMove();
    run(api.play());
  }

  /** @param {number} n epochs */
  function move(n) {
    onMove();
    run(api.step(n));
  }

  play.addEventListener('click', toggle);
  step.addEventListener('click', () => move(1));
  stepBack.addEventListener('click', () => move(-1));
  back.addEventListener('click', () => run(api.reset()));
  speed.addEventListener('change', () => run(commands.command('speed', { speed: speed.value })));

  const held = handScrubber(scrubber, {
    playing: () => playing, taken: onMove,
    seek: (epoch) => run(api.seek(epoch)), play: () => run(api.play()), pause: () => run(api.pause()),
  });

  /** @param {string} text */
  function say(text) {
    if (readOut.textContent !== text) readOut.textContent = text;
  }

  return {
    toggle,

    step: move,

    /** @param {(state: State) => string} reader */
    reads(reader) { read = reader; },

    back: () => run(api.reset()),

    /** The next faster speed, or the next slower one. @param {number} by */
    pace(by) {
      const next = nextSpeed(speeds, speed.value, by);
      if (next !== undefined) run(commands.command('speed', { speed: next }));
    },

    /** @param {boolean} on */
    enable(on) {
      for (const part of parts) part.disabled = !on;
    },

    /** @param {State} state */
    show(state) {
      if (play.disabled) return;
      playing = state.playing;
      const ended = !playing && state.epoch >= state.epochs;
      const label = t(playing ? 'page.pause' : ended ? 'page.replay' : 'page.play');
      if (play.getAttribute('aria-label') !== label) play.setAttribute('aria-label', label);
      bar.classList.toggle('playing', playing);
      showSpeed(state.speed);

      scrubber.max = String(state.epochs);
      if (!held()) scrubber.valueAsNumber = state.epoch;
      const words = playing ? t('page.scrubber.playing', state) : read(state) || t('page.scrubber.value', state); // who has the focus there is told every change
      if (words !== told) scrubber.setAttribute('aria-valuetext', told = words);
      scrubber.style.setProperty('--done', String(scrubber.valueAsNumber / state.epochs));
      say(t('page.epoch', state));
    },

    say,

    /**
     * Lies the scrubber under the plot whose x axis is the epochs.
     * @param {Record<string, {x: number, y: number, w: number}>} plots those that changed
     * @param {number} width of the picture
     */
    align(plots, width) {
      const plot = plots[/** @type {HTMLElement} */ (document.querySelector('.slot.wide')).dataset.panel ?? ''];
      if (!plot) return;
      const { style } = document.documentElement;
      style.setProperty('--plot-x', `${plot.x}px`);
      style.setProperty('--plot-right', `${width - plot.x - plot.w}px`);
    },
  };
}
