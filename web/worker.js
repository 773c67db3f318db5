// One worker: of the pool in sweep.js, where it trains the networks of one tile after the other, or of reader.js, where it
// reads a file.
// Between two tiles it lets messages in, so that the tiles of a job that is void by then are not computed.

import '../wasm_exec.js';

/** @type {{job: number, tile: number}[]} */
const waiting = [];
const turn = new MessageChannel(); // a turn of the event loop
let current = 0; // the job begun last

const does = {
  /** @param {{module: WebAssembly.Module}} message */
  async start({ module }) {
    const go = new globalThis.Go();
    globalThis.unimodalBiasSweepReady = () => postMessage({ type: 'ready' });
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    throw new Error('the sweep program has ended');
  },

  /** @param {{job: number, spec: string}} message */
  async begin({ job, spec }) {
    current = job;
    const mistake = globalThis.unimodalBiasSweep.begin(job, spec);
    if (mistake) throw new Error(mistake);
    postMessage({ type: 'begun', job });
  },

  /** @param {{job: number, tile: number}} message */
  async tile({ job, tile }) {
    waiting.push({ job, tile });
    turn.port2.postMessage(null);
  },

  /** @param {{id: number, verb: string, args: any[]}} message a buffer among them is a slice of a file */
  async data({ id, verb, args }) {
    const answer = globalThis.unimodalBiasData[verb](...args.map((arg) => (arg instanceof ArrayBuffer ? new Uint8Array(arg) : arg)));
    postMessage({ type: 'data', id, answer });
  },
};

/** @param {unknown} error */
const fail = (error) => postMessage({ type: 'error', message: String(error) });

turn.port1.onmessage = () => {
  const next = waiting.shift();
  if (!next) return;
  try {
    if (next.job !== current) return postMessage({ type: 'tile', ...next, buffer: null });
    const { buffer } = globalThis.unimodalBiasSweep.tile(next.job, next.tile);
    postMessage({ type: 'tile', ...next, buffer }, { transfer: [buffer] });
  } catch (error) {
    fail(error);
  }
};
addEventListener('message', ({ data }) => does[data.type](data).catch(fail));
addEventListener('messageerror', () => fail('a message could not be read'));
