// Pictures of phase diagrams, filled in as the page does it: by its own pool of workers (web/sweep.js), or by the
// program of a worker in slices of the page's frames. The lab itself is not there: what follows answers for it.

import { createPool } from './web/sweep.js';

const SLICE = 8; // milliseconds of a frame, as in wasm/lab/lab.go

/**
 * @typedef {{specs: string[], tiles: number}} Pictures
 * @typedef {{job: number, given: number, left: number, sum: number, done: () => void, fail: (reason: unknown) => void}} Sweep
 */

/** @type {Sweep} */
let sweep = { job: 0, given: 0, left: 0, sum: 0, done: () => {}, fail: () => {} };
/** @type {Pictures} */
let pictures = { specs: [], tiles: 0 };

const answers = {
  /** @param {{job: number}} args */
  take: ({ job }) => ({ tile: job === sweep.job && sweep.given < pictures.tiles ? sweep.given++ : null }),
  giveBack: () => { sweep.fail(new Error('a worker died')); return { open: false }; },
  workers: () => null,
};

globalThis.unimodalBiasGo = {
  call: (/** @type {keyof typeof answers} */ name, /** @type {string} */ args) => JSON.stringify({ result: answers[name](JSON.parse(args)) }),
  deliver: (/** @type {number} */ job, /** @type {number} */ _, /** @type {Uint8Array} */ bytes) => {
    if (job !== sweep.job) return false;
    for (const v of new Float64Array(bytes.buffer)) if (!Number.isNaN(v)) sweep.sum += v;
    if (--sweep.left === 0) sweep.done();
    return true;
  },
};

/**
 * All pictures one after the other.
 * @param {Pictures} all
 * @param {(job: number, spec: string) => void} begin
 */
async function paint(all, begin) {
  pictures = all;
  let sum = 0;
  const start = performance.now();
  for (const spec of all.specs) {
    await new Promise((done, fail) => {
      sweep = { job: sweep.job + 1, given: 0, left: all.tiles, sum: 0, done: () => done(undefined), fail };
      begin(sweep.job, spec);
    });
    sum += sweep.sum;
  }
  return { milliseconds: performance.now() - start, final: [sum] };
}

/** @type {Map<number, ReturnType<typeof createPool>>} */
const pools = new Map();

/**
 * By so many workers, as many as there are cores if none are named.
 * @param {Pictures} all
 * @param {number} [count]
 */
export function byWorkers(all, count = navigator.hardwareConcurrency) {
  let pool = pools.get(count);
  if (!pool) {
    const host = /** @type {any} */ ({ wake: () => {}, watch: () => {}, visible: true });
    Object.defineProperty(navigator, 'hardwareConcurrency', { value: count, configurable: true });
    pools.set(count, (pool = createPool(host, () => sweep.left > 0)));
    Reflect.deleteProperty(navigator, 'hardwareConcurrency');
  }
  return paint(all, (job, spec) => pool.begin({ job, spec }));
}

/** @type {Promise<void> | null} */
let own = null;

/** Where no workers are. @param {Pictures} all */
export async function bySlices(all) {
  own ??= new Promise((ready, failed) => {
    globalThis.unimodalBiasSweepReady = () => ready();
    const go = new globalThis.Go();
    WebAssembly.instantiateStreaming(fetch('sweep.wasm'), go.importObject).then(({ instance }) => go.run(instance)).catch(failed);
  });
  await own;
  return paint(all, (job, spec) => {
    const mistake = globalThis.unimodalBiasSweep.begin(job, spec);
    if (mistake) return sweep.fail(new Error(mistake));
    requestAnimationFrame(function slice() {
      for (const stop = performance.now() + SLICE; sweep.left && performance.now() < stop;) {
        const { tile } = answers.take({ job });
        globalThis.unimodalBiasGo.deliver(job, tile, globalThis.unimodalBiasSweep.tile(job, tile));
      }
      if (sweep.left) requestAnimationFrame(slice);
    });
  });
}
