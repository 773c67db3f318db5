// The line from a page to the program that draws its light figures. One program draws them all, and those of every frame of
// the same site, where the browser has shared workers; else a worker of the page's own does, or the page itself.

import { LabError, transferable } from './bridge.js';

const SCRIPT = new URL('./figure-worker.js', import.meta.url);

/**
 * @typedef {object} Line to the program, for one figure
 * @property {(func: string, args?: unknown) => Promise<any>} call rejects with what was wrong
 * @property {(seconds: number) => void} frame
 * @property {() => void} close
 */

/**
 * @typedef {object} Listener what a figure wants to know
 * @property {(said: any) => void} said
 * @property {() => void} framed a frame is done
 * @property {(done: number, total: number) => void} progress of the program on its way
 * @property {(message: string) => void} failed it did not come, or it is over; what is opened next asks for it again
 */

/** @type {Map<number, {listener: Listener, calls: Map<number, (json: string | null) => void>}>} */
const figures = new Map();
/** @type {Promise<(message: import('./figure-engine.js').Message) => void> | null} */
let line = null;
let last = 0;
let count = 0;

/** @param {any} message */
function receive({ type, figure, n, json, message, done, total }) {
  const about = figure === undefined ? [...figures.values()] : [figures.get(figure)].filter(Boolean);
  for (const one of /** @type {any[]} */ (about)) {
    if (type === 'said') one.listener.said(JSON.parse(json));
    if (type === 'framed') one.listener.framed();
    if (type === 'progress') one.listener.progress(done, total);
    if (type === 'failed' || type === 'ended') {
      one.listener.failed(message ?? '');
      for (const answer of one.calls.values()) answer(null);
      one.calls.clear();
    }
    if (type === 'answer') {
      one.calls.get(n)?.(json);
      one.calls.delete(n);
    }
  }
}

/** The first way that works. */
function dial() {
  line ??= (async () => {
    if (typeof WebAssembly !== 'object' || !WebAssembly.compileStreaming) throw new Error('WebAssembly is not defined'); // nor will it be there in a worker
    for (const way of self.origin === 'null' ? [] : [shared, own]) { // without an origin no script is of its own
      try {
        return await way();
      } catch (error) {
        console.info(`light figures: ${error}`);
      }
    }
    const { createEngine } = await import('./figure-engine.js');
    return createEngine().connect((message) => { queueMicrotask(() => receive(message)); });
  })().catch((error) => {
    line = null;
    receive({ type: 'failed', message: String(error) });
    throw error;
  });
  return line;
}

function shared() {
  if (typeof SharedWorker === 'undefined') throw new Error('no shared workers here');
  const { build = '' } = document.documentElement.dataset; // a worker of another build may still be at work for another page
  const worker = new SharedWorker(SCRIPT, { type: 'module', name: `unimodal-bias ${build}` });
  addEventListener('pagehide', ({ persisted }) => { if (!persisted) worker.port.postMessage({ type: 'bye' }); });
  return greeted(worker, worker.port);
}

function own() {
  const worker = new Worker(SCRIPT, { type: 'module' });
  return greeted(worker, worker);
}

/**
 * A worker that runs says so; one whose script does not come, or that is forbidden, reports an error.
 * @param {SharedWorker | Worker} worker
 * @param {MessagePort | Worker} port
 */
function greeted(worker, port) {
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(/** @type {ErrorEvent} */ (event).message ?? 'the worker does not start'));
    port.onmessage = ({ data }) => {
      if (data.type !== 'hello') return receive(data);
      resolve((/** @type {unknown} */ message) => port.postMessage(message));
    };
  });
}

/**
 * Opens a figure.
 * @param {Listener} listener
 * @returns {Line}
 */
export function openFigure(listener) {
  const figure = ++last;
  const calls = new Map();
  figures.set(figure, { listener, calls });
  /** @param {Partial<import('./figure-engine.js').Message>} message */
  const send = async (message) => {
    try {
      (await (message.type === 'open' ? dial() : line))?.(/** @type {any} */ ({ figure, ...message }));
    } catch {} // whoever waits has been told
  };
  send({ type: 'open' });
  return {
    call(func, args = {}) {
      return new Promise((resolve, reject) => {
        let json;
        try {
          json = JSON.stringify(args, transferable) ?? 'null';
        } catch (cause) {
          return reject(new LabError({ code: 'badArguments', value: cause instanceof Error ? cause.message : String(cause) }, { cause }));
        }
        const n = ++count;
        if (!line) return reject(new LabError({ code: 'panic' }));
        calls.set(n, (/** @type {string | null} */ answer) => {
          const { result, error } = answer ? JSON.parse(answer) : { result: null, error: { code: 'panic' } };
          if (error) reject(new LabError(error));
          else resolve(result);
        });
        send({ type: 'call', n, func, args: json });
      });
    },
    frame: (seconds) => { send({ type: 'frame', seconds }); },
    close() {
      figures.delete(figure);
      send({ type: 'close' });
    },
  };
}
