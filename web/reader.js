// Reads a file in slices, twice: what is in it, then its moments. A worker does so, or, in a browser that lets none run,
// the program itself, a few milliseconds at a time. Nothing of the file goes anywhere else.

import { call, LabError, nextEvent } from './bridge.js';
import { sweeper } from './sweep.js';

const SCRIPT = new URL('./worker.js', import.meta.url);
const SLICE = 1 << 20; // bytes a worker gets at a time
const SMALL = 1 << 16; // … and the program, between two frames
const BUDGET = 8; // milliseconds the program reads before it lets others have a turn
const STARTING = 20_000; // milliseconds a worker may take to start
export const LARGE = 200e6; // bytes from which a file says first what it costs
const SAMPLE = 8; // slices by which that is known

/** The answer of a reader, or its mistake. @param {string} json */
function read(json) {
  const answer = JSON.parse(json);
  if (answer?.error) throw new LabError(answer.error);
  return answer;
}

/**
 * A worker with the program of the sweeps, which reads, too.
 * @typedef {{slice: number, ask: (verb: string, ...args: any[]) => Promise<any>, stop: () => void}} Engine
 * @returns {Promise<Engine>}
 */
async function employ() {
  const module = await sweeper();
  const worker = new Worker(SCRIPT, { type: 'module' });
  /** @type {Map<number, PromiseWithResolvers<string>>} */
  const waiting = new Map();
  const ready = Promise.withResolvers();
  let asked = 0;

  /** @param {unknown} cause */
  function die(cause) {
    worker.terminate();
    ready.reject(cause);
    for (const { reject } of waiting.values()) reject(new LabError({ code: 'dataLost' }, { cause }));
    waiting.clear();
  }

  worker.onmessage = ({ data }) => {
    if (data.type === 'ready') ready.resolve(undefined);
    else if (data.type === 'data') {
      waiting.get(data.id)?.resolve(data.answer);
      waiting.delete(data.id);
    } else die(data.message);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    die(event.message);
  };
  worker.postMessage({ type: 'start', module });
  const timer = setTimeout(() => die('silence'), STARTING);
  await ready.promise.finally(() => clearTimeout(timer));
  return {
    slice: SLICE,
    async ask(verb, ...args) {
      const answer = Promise.withResolvers();
      const id = ++asked;
      waiting.set(id, answer);
      worker.postMessage({ type: 'data', id, verb, args }, args.filter((arg) => arg instanceof ArrayBuffer));
      return read(await answer.promise);
    },
    stop: () => die('stopped'),
  };
}

/** The program itself. @returns {Engine} */
function program() {
  let since = performance.now();
  return {
    slice: SMALL,
    async ask(verb, ...args) {
      if (performance.now() - since > BUDGET) {
        await nextEvent();
        since = performance.now();
      }
      return call(`data${verb[0].toUpperCase()}${verb.slice(1)}`, argumentsOf(verb, args));
    },
    stop() {},
  };
}

/** As a command names them. @param {string} verb @param {any[]} args */
function argumentsOf(verb, args) {
  if (verb === 'open') return { name: args[0], size: args[1], options: JSON.parse(args[2]) };
  if (verb === 'begin') return { plan: JSON.parse(args[0]) };
  return verb === 'feed' ? { bytes: base64(new Uint8Array(args[0])) } : {};
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 1 << 13) text += String.fromCharCode(...bytes.subarray(i, i + (1 << 13)));
  return btoa(text);
}

/** @typedef {{done: number, total: number, rows: number, pass: number}} Progress bytes and rows so far */

/**
 * @param {{name: string, blob: Blob}} source
 * @param {Record<string, unknown>} options answers to what the reader asked
 */
export function createReader({ name, blob }, options = {}) {
  /** @type {Engine | null} */
  let engine = null;
  let surveyed = false;
  let stopped = false;

  function check() {
    if (stopped) throw new DOMException('cancelled', 'AbortError');
  }

  async function start() {
    engine ??= await employ().catch((error) => {
      console.warn(error);
      return program();
    });
    check();
  }

  /**
   * All of the file, slice by slice; the next one is fetched while one is being read.
   * @param {number} pass
   * @param {(progress: Progress) => void} tell
   * @param {(seconds: number) => Promise<boolean>} [agree] to what a large file costs
   */
  async function feed(pass, tell, agree) {
    const { slice, ask } = /** @type {Engine} */ (engine);
    const fetch = (/** @type {number} */ from) => blob.slice(from, from + slice).arrayBuffer().catch((cause) => { throw new LabError({ code: 'dataGone', value: name }, { cause }); });
    const began = performance.now();
    let next = fetch(0);
    for (let done = 0, slices = 1; done < blob.size; slices++) {
      const bytes = await next;
      check();
      const size = bytes.byteLength;
      next = fetch(done + size);
      next.catch(() => {}); // told when it is its turn
      const { rows } = await ask('feed', bytes);
      check();
      done += size;
      tell({ done, total: blob.size, rows, pass });
      if (agree && blob.size > LARGE && slices === SAMPLE) {
        const seconds = (performance.now() - began) / 1000 * blob.size / done;
        if (!await agree(seconds)) throw new DOMException('not agreed', 'AbortError');
      }
    }
  }

  return {
    /** What is in the file. @param {(progress: Progress) => void} tell @param {(seconds: number) => Promise<boolean>} [agree] */
    async survey(tell, agree) {
      await start();
      await engine?.ask('open', name, blob.size, JSON.stringify(options));
      await feed(1, tell, agree);
      const survey = await engine?.ask('survey');
      surveyed = true;
      return survey;
    },

    /** Its moments under a plan. @param {import('./roles.js').Plan} plan @param {(progress: Progress) => void} tell */
    async moments(plan, tell) {
      if (!surveyed) await this.survey(tell); // a reader that was stopped knows nothing any more
      await engine?.ask('begin', JSON.stringify(plan));
      await feed(2, tell);
      return engine?.ask('finish');
    },

    stop() {
      stopped = true;
      engine?.stop();
    },
  };
}

/** @typedef {ReturnType<typeof createReader>} Reader */
