// The program of light figures, wherever it runs: in a worker that several pages share, in one of the page's own, or where
// a browser lets none run, in the page itself.

import '../wasm_exec.js';
import { load } from './transfer.js';

const PROGRAM = 'figure.wasm';

/** How much memory may be garbage, in hundredths of what is in use. The lab's program says so itself, by way of a package
 * that brings 18 kB of others. */
const GOGC = '400';

/**
 * @typedef {object} Message from a page: what a figure is to do
 * @property {'open' | 'call' | 'frame' | 'close' | 'bye'} type
 * @property {number} [figure] its number in that page
 * @property {number} [n] of a call
 * @property {string} [func]
 * @property {string} [args]
 * @property {number} [seconds]
 */

/** @typedef {(message: Record<string, unknown>) => void} Send */

export function createEngine() {
  /** @type {Map<number, {send: Send, figure: number}>} by the numbers the program knows */
  const open = new Map();
  /** @type {Set<Send>} */
  const pages = new Set();
  let last = 0;
  /** @type {{done: number, total: number}} */
  let progress = { done: 0, total: 0 };
  /** @type {Promise<any> | null} */
  let started = null;

  globalThis.unimodalBiasFiguresSay = (id, json) => {
    const of = open.get(id);
    of?.send({ type: 'said', figure: of.figure, json });
  };

  /** The program; one that did not come is asked for again with the next figure. */
  function program() {
    started ??= start().catch((error) => {
      started = null;
      throw error;
    });
    return started;
  }

  async function start() {
    const module = await load(PROGRAM, (done, total) => {
      progress = { done, total };
      for (const send of pages) send({ type: 'progress', ...progress });
    });
    const go = new globalThis.Go();
    go.env = { GOGC };
    const over = go.run(await WebAssembly.instantiate(module, go.importObject)).catch(console.error);
    over.then(() => {
      for (const send of pages) send({ type: 'ended' });
    });
    return globalThis.unimodalBiasFigures;
  }

  return {
    /** A page: what it sends goes into the function returned. @param {Send} send */
    connect(send) {
      /** @type {Map<number, number>} its figures by its own numbers */
      const mine = new Map();
      pages.add(send);
      let order = Promise.resolve();

      /** @param {Message} message @param {any} figures */
      function obey({ type, figure = 0, n, func = '', args = 'null', seconds = 0 }, figures) {
        if (type === 'open') {
          mine.set(figure, ++last);
          open.set(last, { send, figure });
          figures.open(last);
          return send({ type: 'opened', figure });
        }
        const id = mine.get(figure);
        if (id === undefined) { // it was never opened: who asks is told that there is nothing
          if (type === 'call') send({ type: 'answer', figure, n, json: null });
          return;
        }
        if (type === 'call') return send({ type: 'answer', figure, n, json: figures.call(id, func, args) });
        if (type === 'frame') {
          figures.frame(id, seconds);
          return send({ type: 'framed', figure });
        }
        mine.delete(figure);
        open.delete(id);
        figures.close(id);
      }

      /** @param {Message} message */
      return (message) => {
        if (message.type === 'bye') {
          pages.delete(send);
          order = order.then(async () => {
            for (const figure of mine.keys()) obey({ type: 'close', figure }, await started);
          });
          return;
        }
        if (message.type === 'open' && progress.done) send({ type: 'progress', ...progress });
        const asks = message.type === 'open'; // for a program that did not come
        order = order.then(async () => obey(message, await (asks ? program() : started))).catch((error) => {
          send({ type: 'failed', figure: message.figure, message: String(error) });
        });
      };
    },
  };
}
