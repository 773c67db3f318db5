// One sample of either contestant: the Go program, told by its arguments, or the network written in JavaScript.

import './wasm_exec.js';
import { train as trainLinear } from './network.js';
import { train as trainRectified } from './rectified.js';
import { bySlices, byWorkers } from './sweep.js';

const module = WebAssembly.compileStreaming(fetch('bench.wasm'));

/**
 * Runs the Go program with an order (sim/bench/main.go lists them).
 * @param {...string} order
 * @returns {Promise<any>} the JSON it prints
 */
export async function go(...order) {
  let printed = '';
  const decoder = new TextDecoder();
  globalThis.fs.writeSync = (/** @type {number} */ _, /** @type {Uint8Array} */ bytes) => {
    printed += decoder.decode(bytes, { stream: true });
    return bytes.length;
  };
  const program = new globalThis.Go();
  let code = 0;
  program.argv = ['bench', ...order];
  program.exit = (/** @type {number} */ c) => { code = c; };
  await program.run(await WebAssembly.instantiate(await module, program.importObject));
  if (code) throw new Error(printed);
  return JSON.parse(printed);
}

/** @type {Map<string, import('./rectified.js').Problem>} */
const problems = new Map();

/**
 * Doubles the number of runs until they take long enough, as the Go program does. The first one warms up.
 * @param {string} key of a full-width workload
 * @param {number} enough milliseconds
 */
export async function javascript(key, enough) {
  let problem = problems.get(key);
  if (!problem) problems.set(key, (problem = await go('problem', key)));
  const train = problem.targets ? trainRectified : trainLinear;
  let { loss, norms } = train(problem);
  for (let runs = 1; ; runs *= 2) {
    const start = performance.now();
    for (let i = 0; i < runs; i++) ({ loss, norms } = train(problem));
    const took = performance.now() - start;
    if (took < enough) continue;
    const columns = [loss, ...norms];
    return {
      milliseconds: took / runs,
      final: columns.map((c) => c.at(-1)),
      mean: columns.map((c) => c.reduce((a, b) => a + b) / c.length),
    };
  }
}

/** @type {Map<string, import('./sweep.js').Pictures>} */
const pictures = new Map();

/**
 * One sample of the pictures of a sweep, of what is warm already.
 * @param {string} key of the workload
 * @param {'slices' | 'worker' | 'workers'} who
 */
export async function sweep(key, who) {
  let all = pictures.get(key);
  if (!all) pictures.set(key, (all = await go('pictures', key)));
  if (who === 'slices') return bySlices(all);
  return who === 'worker' ? byWorkers(all, 1) : byWorkers(all);
}

Object.assign(globalThis, { bench: { go, javascript, sweep } });
