// The worker in which the program of light figures runs: one for every page of the site that a browser shows, or one for
// each.

import { createEngine } from './figure-engine.js';

const engine = createEngine();

/** @param {any} port */
function serve(port) {
  const take = engine.connect((message) => port.postMessage(message));
  port.onmessage = (/** @type {MessageEvent} */ { data }) => take(data);
  port.postMessage({ type: 'hello' });
}

if ('onconnect' in globalThis) globalThis.onconnect = ({ ports: [port] }) => serve(port);
else serve(globalThis);
