// The Go program: fetched with byte-true progress, compiled while it arrives, run until it ends.

import '../wasm_exec.js';

/** What the lab needs of a browser; the key of the sentence for the first thing missing, or none. */
export function missing() {
  if (typeof WebAssembly !== 'object' || !WebAssembly.instantiateStreaming) return 'page.noWebAssembly';
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return 'page.noWebGL';
  context.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow a page only a few contexts
  return '';
}

/**
 * Fetches and compiles. Whatever the transfer was compressed with, the body arrives in its own bytes, and their
 * number is known from the build.
 * @param {string} url
 * @param {number} total
 * @param {(done: number) => void} onProgress
 */
export async function load(url, total, onProgress) {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status}`);
  let done = 0;
  const counter = new TransformStream({
    transform(chunk, controller) {
      done += chunk.byteLength;
      onProgress(Math.min(done, total));
      controller.enqueue(chunk);
    },
  });
  const headers = { 'Content-Type': 'application/wasm' };
  return WebAssembly.compileStreaming(new Response(response.body.pipeThrough(counter), { headers }));
}

/**
 * Runs the program; resolves when it ends, which a healthy one never does.
 * @param {WebAssembly.Module} module
 */
export async function run(module) {
  const go = new globalThis.Go();
  await go.run(await WebAssembly.instantiate(module, go.importObject));
}
