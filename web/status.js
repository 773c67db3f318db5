// How far the phase diagram is: a share, the time left, and buttons to rest, to go on and to leave it at that.

import { button, icon, make } from './nodes.js';
import { t } from './strings.js';

const REST = 700; // milliseconds until a screen reader is told, so that a drag does not chatter
const SHORT = 400; // what is done sooner needs no progress

const PAUSE = 'M5.5 3v10M10.5 3v10';
const RESUME = 'M5 3l7.5 5L5 13z';
const CANCEL = 'M4 4l8 8M12 4l-8 8';

/** @param {import('./api.js').Commands} commands @param {(words: string) => void} speak */
export function createStatus(commands, speak) {
  const text = make('span', 'text');
  const bar = /** @type {HTMLProgressElement} */ (make('progress'));
  bar.setAttribute('aria-label', t('page.diagram.progress'));

  /** @param {string} func @param {string} path */
  function act(func, path) {
    const node = button('', '');
    node.append(icon(path));
    node.setAttribute('aria-label', t(`page.diagram.${func}`));
    node.title = t(`page.diagram.${func}`);
    node.addEventListener('click', () => commands.tell(func).catch(console.warn));
    return node;
  }
  const pause = act('pauseSweep', PAUSE);
  const resume = act('resumeSweep', RESUME);
  const cancel = act('cancelSweep', CANCEL);
  const whole = make('div', 'status', text, pause, resume, cancel);

  let job = 0;
  let since = 0; // when the job began
  let timer = 0;
  let rest = 0;
  let told = 0; // the job that was said to be complete
  /** @type {import('./describe.js').Diagram | null} */
  let state = null;

  function draw() {
    clearTimeout(timer);
    if (!state) return;
    const { done, running, paused, left } = state;
    const complete = done >= 1;
    whole.classList.toggle('complete', complete);
    if (running && !paused) {
      const wait = since + SHORT - performance.now();
      if (wait > 0) {
        timer = setTimeout(draw, wait);
        return;
      }
    }
    const percent = Math.floor(100 * done);
    const about = running && !paused ? (left == null ? 'percent' : left < 100 ? 'left' : 'minutes') : paused ? 'paused' : 'stopped';
    const words = job && state.total && (complete ? t('page.diagram.networks', { n: grouped(state.total) })
      : t(`page.diagram.${about}`, { percent, left: Math.ceil(left ?? 0), minutes: Math.round((left ?? 0) / 60) }));
    set(text, words || '');
    bar.hidden = !running || complete;
    bar.value = done;
    swap(pause, running && !paused, resume);
    swap(resume, Boolean(job) && !complete && (paused || !running), pause);
    swap(cancel, running && !complete, resume);
  }

  /** A button that goes hands the focus on. @param {HTMLElement} node @param {boolean} visible @param {HTMLElement} heir */
  function swap(node, visible, heir) {
    if (node.hidden === !visible) return;
    const had = document.activeElement === node;
    node.hidden = !visible;
    if (had && !visible) {
      heir.hidden = false;
      heir.focus();
    }
  }

  function announce() {
    if (!state || state.done < 1 || state.running || !state.total || state.job === told) return;
    told = state.job;
    speak(t('page.diagram.complete', { n: state.total }));
  }

  return {
    elements: [whole, bar],

    /** @param {import('./describe.js').Diagram} now */
    show(now) {
      const changed = now.job !== state?.job || now.done !== state.done;
      state = now;
      if (now.job !== job) {
        if (!now.job || !job || performance.now() - since > SHORT) since = performance.now();
        job = now.job;
      }
      draw();
      if (!changed || !job) return;
      clearTimeout(rest);
      rest = setTimeout(announce, REST);
    },
  };
}

/** Thousands apart. @param {number} n */
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** @param {Node} node @param {string} text */
function set(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
