// A frame and the page around it talk by messages: calls of the verbs come in, answers and events go out. Only the page
// that holds the frame is heard, and what it says is taken for data: a call is a verb of the table with plain arguments.

import { LabError, understood } from './bridge.js';

const NS = 'unimodal-bias';
const VERSION = 1;
const LARGEST = 64 * 1024; // characters and numbers of all arguments of a call
const DEEPEST = 8; // objects in objects
const MOST = 64; // calls that wait for their answers
const REMEMBERED = 65536; // ids of calls, none of which is obeyed twice
const LONGEST = 64; // characters of an id
const FACTS = ['code', 'key', 'value', 'min', 'max', 'allowed', 'epoch', 'stable', 'beside', 'besideValue', 'why', 'pin', 'row', 'column', 'other', 'file'];

/**
 * @typedef {object} Call
 * @property {string} ns
 * @property {number} v
 * @property {string | number} id
 * @property {string} func a verb
 * @property {unknown[]} [args]
 */

/**
 * Whether something is a call for us at all: what is not belongs to others, and is nobody's mistake.
 * @param {any} data
 * @returns {data is Call}
 */
function isOurs(data) {
  if (typeof data !== 'object' || data === null || data.ns !== NS) return false;
  const { id } = data; // without one there is nobody to answer
  return typeof id === 'string' ? id.length <= LONGEST : Number.isFinite(id);
}

/** What nothing but JSON can say, and not too much of it. @param {unknown} value */
function isPlain(value) {
  let left = LARGEST;
  /** @param {any} part @param {number} depth @returns {boolean} */
  function fits(part, depth) {
    if (depth > DEEPEST || (left -= typeof part === 'string' ? part.length : 8) < 0) return false;
    if (part === null || ['undefined', 'boolean', 'number', 'string'].includes(typeof part)) return true;
    if (Array.isArray(part)) return part.length <= left && part.every((each) => fits(each, depth + 1));
    if (Object.getPrototypeOf(part) !== Object.prototype) return false;
    return Object.keys(part).every((key) => fits(key, depth) && fits(part[key], depth + 1));
  }
  return fits(value, 0);
}

/** An error as plain data. @param {unknown} error */
async function factsOf(error) {
  const { message, ...facts } = /** @type {any} */ (error instanceof LabError ? await understood(error).catch(() => error) : new LabError({ code: 'failed', value: String(error) }));
  return { ...Object.fromEntries(FACTS.filter((key) => facts[key] !== undefined).map((key) => [key, facts[key]])), message: message ?? '' };
}

/**
 * @typedef {object} Frame what else a frame has to offer
 * @property {string[] | null} [origin] the pages that are heard, if not all; `*` stands for any
 * @property {() => number} [height] that all of the page would have at its present width, in CSS pixels
 * @property {Element[]} [parts] of which that height depends
 * @property {Record<string, (...args: any[]) => unknown>} [verbs] that only the page around it needs
 */

/**
 * Answers the page around a frame, and tells it what happens. On a page that is in no frame it does nothing.
 * @param {object} api of verbs; its own functions can be called, but for `on`
 * @param {Frame} [frame]
 */
export function answerParent(api, { origin = null, height, parts = [], verbs = {} } = {}) {
  const { parent } = window;
  if (parent === window) return;
  const { on, ready, ...own } = /** @type {any} */ (api);
  /** @type {Map<string, (...args: any[]) => unknown>} */
  const table = new Map(Object.entries({ ready: () => ready.then(() => null), ...own, ...verbs }).filter(([, f]) => typeof f === 'function'));
  const anyone = !origin || origin.includes('*');
  /** @type {string[]} where to send what nobody has asked for */
  let known = anyone ? ['*'] : origin;
  const [around] = location.ancestorOrigins ?? [];
  if (!anyone && around) known = origin.filter((wish) => wish === around);
  /** @type {Set<string | number>} */
  const seen = new Set();
  let waiting = 0;

  /** @param {object} message @param {string[]} [to] */
  function send(message, to = known) {
    for (const target of to) {
      try {
        parent.postMessage({ ns: NS, v: VERSION, ...message }, target === 'null' ? '*' : target);
      } catch (error) {
        console.warn(error); // what cannot be sent stays here
      }
    }
  }

  /** @param {Call} call */
  async function obey({ v, id, func, args = [] }) {
    if (v !== VERSION) throw new LabError({ code: 'notAChoice', key: 'v', value: typeof v === 'object' ? typeof v : v, allowed: [String(VERSION)] });
    if (seen.has(id)) throw await understood({ code: 'repeatedCall', value: id });
    const verb = typeof func === 'string' ? table.get(func) : undefined;
    if (!verb) throw new LabError({ code: 'unknownFunction', key: String(func).slice(0, LONGEST), allowed: [...table.keys()] });
    if (!Array.isArray(args) || !isPlain(args)) throw await understood({ code: 'badCall', max: LARGEST });
    if (waiting >= MOST) throw await understood({ code: 'tooManyCalls', max: MOST });
    seen.add(id);
    if (seen.size > REMEMBERED) for (const oldest of seen) if (seen.delete(oldest)) break;
    waiting++;
    try {
      return await verb(...args);
    } finally {
      waiting--;
    }
  }

  addEventListener('message', async ({ source, origin: from, data }) => {
    if (source !== parent || !(anyone || origin.includes(from)) || !isOurs(data)) return;
    const { id } = data;
    const to = [from || '*'];
    try {
      const result = await obey(data);
      try {
        parent.postMessage({ ns: NS, v: VERSION, id, result }, from === 'null' ? '*' : from);
      } catch (error) { // what cannot be copied
        send({ id, error: await factsOf(error) }, to);
      }
    } catch (error) {
      send({ id, error: await factsOf(error) }, to);
    }
  });

  /** @type {unknown} of the run, as it was told last */
  let state = null;
  let open = false; // what happens before that is how the frame gets there
  on('state', (/** @type {unknown} */ data) => {
    state = data;
    if (open) send({ event: 'state', data });
  });
  on('milestone', (/** @type {unknown} */ data) => { if (open) send({ event: 'milestone', data }); });
  on('error', async (/** @type {unknown} */ error) => send({ event: 'error', data: await factsOf(error) }));
  Promise.resolve(ready).then(() => {
    open = true;
    send({ event: 'ready', data: null });
    if (state) send({ event: 'state', data: state });
  }, async (error) => send({ event: 'error', data: await factsOf(error) }));
  handBackKeys(send);
  if (height) tellHeight(height, parts, send);
}

/**
 * Keys that nothing here has a use for are those of the page around: a frame that has the focus, because somebody has
 * clicked into it, must not be the end of a clicker.
 * @param {(message: object) => void} send
 */
function handBackKeys(send) {
  addEventListener('keydown', (event) => {
    const { key, code, keyCode, location: side, repeat, shiftKey, isTrusted, isComposing, defaultPrevented, target } = event;
    if (!isTrusted || isComposing || defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (['Tab', 'Shift', 'CapsLock', 'Dead'].includes(key) || document.querySelector('dialog:modal')) return;
    if (target instanceof Element && uses(target, key)) return;
    send({ event: 'key', data: { key, code, keyCode, location: side, repeat, shiftKey } });
  });
}

const TYPED = 'textarea, select, [contenteditable], input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"])';
const MOVED = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];

/** What the browser does with a key there. @param {Element} target @param {string} key */
function uses(target, key) {
  if (target.closest(TYPED)) return true;
  if (key === ' ' || key === 'Enter') return Boolean(target.closest('button, a[href], summary, input'));
  return MOVED.includes(key) && Boolean(target.closest('input, [role="slider"], [role="tab"]'));
}

/**
 * Tells how high the frame would have to be to need no scrolling. At a given width it only grows, so that nothing on the
 * page around goes up and down with a line that comes and goes.
 * @param {() => number} height @param {Element[]} parts @param {(message: object) => void} send
 */
function tellHeight(height, parts, send) {
  let width = 0;
  let told = 0;
  function look() {
    if (!innerWidth) return; // nobody shows it
    const now = Math.ceil(height());
    if (innerWidth === width && now <= told) return;
    width = innerWidth;
    told = now;
    send({ event: 'size', data: { height: told } });
  }
  const observer = new ResizeObserver(look);
  for (const part of [document.documentElement, ...parts]) observer.observe(part);
}
