// The Go program: what it needs, and running it until it ends.

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
 * Runs the program; resolves when it ends, which a healthy one never does.
 * @param {WebAssembly.Module} module
 */
export async function run(module) {
  const go = new globalThis.Go();
  await go.run(await WebAssembly.instantiate(module, go.importObject));
}
