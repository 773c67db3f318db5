// The workers that fill phase diagrams in, one per core. They are started when there is something to do and stopped when
// there has been nothing for a while; one that dies, or does not start, is replaced, and its tiles are done again. While
// none is there the program computes by itself, in slices of its frames: in a browser that lets none run, for good.

import { call, deliver } from './bridge.js';
import { load } from './transfer.js';

const PROGRAM = 'sweep.wasm';
const SCRIPT = new URL('./worker.js', import.meta.url);
const MOST = 8;
const CREDIT = 2; // tiles a worker has at a time: one at work, one waiting
const DEATHS = 3; // in a row, of workers or of their program on its way, without a tile in between: there is no point in going on
const IDLE = 30_000; // milliseconds until workers without work are stopped
const TICK = 250;
const SILENCE = 2000; // how long a worker may be silent over beginning with a sweep, and over a tile, at least …
const PATIENCE = 6; // … and as a multiple of what the slowest tile of the sweep so far has taken
const STARTING = 20_000; // how long it may take to start, and, once it has begun with a sweep, over the first tile of all

/**
 * @typedef {object} Member
 * @property {Worker} worker
 * @property {boolean} ready
 * @property {number} job it was told of
 * @property {number} begun the job it has said it is at
 * @property {{job: number, tile: number}[]} owed its tiles in the order it got them, which is that of its answers
 * @property {number} since when it has been at the first of them
 * @property {number} silent milliseconds without a word while one is due
 */

/**
 * @param {ReturnType<typeof import('./host.js').createHost>} host
 * @param {() => boolean} running there is something left to do
 */
export function createPool(host, running) {
  const size = Math.max(1, Math.min(navigator.hardwareConcurrency || 1, MOST));
  /** @type {Set<Member>} */
  const members = new Set();
  /** @type {{job: number, spec: string | null}} */
  let sweep = { job: 0, spec: null };
  let dry = true; // there was no tile left the last time
  let over = self.origin === 'null'; // no workers, ever: without an origin no script is of its own
  let deaths = 0;
  let slowest = 0; // milliseconds a tile of this sweep has taken; 0: none is done yet
  let patience = PATIENCE;
  let serving = 0; // the count the program knows
  let starting = false;
  let clock = 0;
  let idle = 0;

  /** @param {number} count */
  function serve(count) {
    if (count === serving) return;
    serving = count;
    host.wake(); // frames, for a program that is to compute by itself
    call('workers', { count });
  }

  const count = () => serve([...members].filter(({ ready }) => ready).length);

  /** As many workers as there are cores. */
  async function recruit() {
    if (over || starting || members.size >= size || sweep.spec === null || !host.visible) return;
    starting = true;
    try {
      const module = await sweeper();
      while (!over && sweep.spec !== null && members.size < size) hire(module);
    } catch (error) {
      console.warn(error);
      fail(); // the next sweep asks for it again
    } finally {
      starting = false;
    }
  }

  /** @param {WebAssembly.Module} module */
  function hire(module) {
    const worker = new Worker(SCRIPT, { type: 'module' });
    /** @type {Member} */
    const member = { worker, ready: false, job: 0, begun: 0, owed: [], silent: 0, since: 0 };
    members.add(member);
    worker.onmessage = ({ data }) => { if (members.has(member)) hear(member, data); };
    worker.onerror = (event) => {
      event.preventDefault();
      bury(member, event.message);
    };
    worker.onmessageerror = () => bury(member, 'a message could not be read');
    worker.postMessage({ type: 'start', module });
    clock ||= setInterval(watch, TICK);
  }

  /** @param {Member} member @param {{type: string, job?: number, message?: string, buffer?: ArrayBuffer | null}} data */
  function hear(member, data) {
    member.silent = 0;
    if (data.type === 'error') return bury(member, data.message);
    if (data.type === 'begun') {
      member.begun = data.job ?? 0;
      return;
    }
    if (data.type === 'ready') {
      member.ready = true;
      count();
    } else {
      const done = member.owed.shift();
      const now = performance.now();
      if (done && data.buffer && deliver(done.job, done.tile, data.buffer)) {
        slowest = Math.max(slowest, now - member.since);
        deaths = 0;
        dry = false;
        host.wake();
      } else if (done && call('giveBack', done).open) {
        return bury(member, `an answer for tile ${done.tile} that is none`);
      }
      member.since = now;
    }
    fill();
  }

  /** Gives work to all who have room for it: a tile is taken only when an earlier one is delivered. */
  function fill() {
    if (over || sweep.spec === null || !host.visible) return rest();
    for (let given = true; given && !dry;) {
      given = false;
      for (const member of members) {
        if (!member.ready || member.owed.length >= CREDIT || dry) continue;
        given = give(member) || given;
      }
    }
    rest();
  }

  /** @param {Member} member */
  function give(member) {
    const { job, spec } = sweep;
    const { tile } = call('take', { job });
    if (tile == null) {
      dry = true;
      return false;
    }
    if (member.job !== job) member.worker.postMessage({ type: 'begin', job, spec });
    member.job = job;
    if (!member.owed.length) member.since = performance.now();
    member.owed.push({ job, tile });
    member.worker.postMessage({ type: 'tile', job, tile });
    return true;
  }

  /** Whoever has nothing to do for long is stopped. */
  function rest() {
    clearTimeout(idle);
    const busy = [...members].some(({ owed }) => owed.length);
    if (members.size && !busy) idle = setTimeout(stop, IDLE);
  }

  /**
   * How long a worker may be silent. Whoever is there answers at once that it begins with a sweep; then a tile takes
   * what tiles of that sweep take, which nobody knows before the first.
   * @param {Member} member
   */
  function limit({ ready, begun, owed }) {
    const longer = patience / PATIENCE;
    if (!ready) return STARTING * longer;
    if (owed[0].job !== begun) return SILENCE * longer;
    return slowest ? Math.max(SILENCE, patience * slowest) : STARTING * longer;
  }

  /** A worker that was terminated, or hangs, says nothing. Time counts in ticks: a computer that slept is no silence. */
  function watch() {
    if (dry && running()) look(); // tiles may have come back
    for (const member of members) {
      if (member.ready && !member.owed.length) continue;
      member.silent += TICK;
      if (member.silent <= limit(member)) continue;
      patience *= 2; // it may have been at work after all
      bury(member, 'silence');
    }
  }

  /** @param {Member} member @param {unknown} cause */
  function bury(member, cause) {
    if (!members.delete(member)) return;
    console.warn('a worker died:', cause);
    member.worker.terminate();
    giveBack(member);
    if (fail()) return;
    count();
    recruit();
    fill();
  }

  /** It went wrong once more. Says whether that was too often. */
  function fail() {
    if (++deaths < DEATHS) return false;
    over = true;
    stop();
    return true;
  }

  /** @param {Member} member */
  function giveBack({ owed }) {
    for (const tile of owed) if (tile.job === sweep.job) call('giveBack', tile);
    dry = false;
  }

  function stop() {
    clearTimeout(idle);
    clearInterval(clock);
    clock = 0;
    for (const member of members) {
      member.worker.terminate();
      giveBack(member);
    }
    members.clear();
    serve(0);
  }

  /** Something may be left to do now. */
  function look() {
    if (!running()) return;
    dry = false;
    recruit();
    fill();
  }

  host.watch(look);
  addEventListener('pagehide', stop);
  addEventListener('pageshow', look);

  return {
    look,

    /** Another sweep, or none. @param {{job: number, spec: string | null}} now */
    begin(now) {
      sweep = now;
      slowest = 0;
      patience = PATIENCE;
      dry = false;
      recruit();
      fill();
    },

    /** The program is gone. */
    end() {
      over = true;
      for (const { worker } of members) worker.terminate();
      members.clear();
      clearInterval(clock);
    },
  };
}

/** @type {Promise<WebAssembly.Module> | null} */
let compiled = null;

/** The program of the workers; what failed is tried again the next time. */
export const sweeper = () => (compiled ??= load(PROGRAM).catch((error) => {
  compiled = null;
  throw error;
}));
