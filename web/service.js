// Keeps the lab for when there is no network: one build of it at a time, whole or not at all. It answers for the files it
// keeps, to pages that are not framed, and for nothing else of its host. The build fills in what it is to keep.

const VERSION = '';
/** @type {Record<string, string>} the beginning of the SHA-256 of every file */
const FILES = {};
/** @type {Record<string, Record<string, string>>} and of those that only readers of a language need */
const OTHERS = {};
/** Those with a smaller file beside them, for hosts that compress nothing. @type {string[]} */
const PACKED = [];

// The page says which of these its reader is (offline.js).
const OWN = OTHERS[new URLSearchParams(location.search).get('lang') ?? ''] ?? {};
Object.assign(FILES, OWN);

const HOME = new URL('.', location.href);
const OURS = `unimodal-bias-lab ${HOME.pathname} `; // another lab of this host has another path
const PICTURES = 'posters/'; // kept as they come by
const scope = /** @type {any} */ (globalThis);

/** @param {string} name */
const addressOf = (name) => new URL(name, HOME).href;

/** @param {ArrayBuffer} bytes */
async function sumOf(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('').slice(0, 12);
}

/**
 * A file as the host has it, unpacked.
 * @param {string} name @param {RequestCache} cache
 */
async function fetched(name, cache) {
  const response = await fetch(addressOf(name), { cache });
  if (!PACKED.includes(name) || response.headers.has('Content-Encoding')) return response;
  response.body?.cancel().catch(() => {});
  const packed = await fetch(addressOf(`${name}.gz`), { cache });
  if (!packed.ok || !packed.body || packed.headers.has('Content-Encoding')) return packed;
  return new Response(packed.body.pipeThrough(new DecompressionStream('gzip')), { headers: response.headers });
}

/**
 * A file of this build: from the one before, from a cache of the browser that asks whether it is still right, or from the host.
 * @param {string} name
 */
async function right(name) {
  const sources = [() => caches.match(addressOf(name)), () => fetched(name, 'no-cache'), () => fetched(name, 'reload')];
  for (const source of sources) {
    const response = await source();
    if (!response?.ok) continue;
    const bytes = await response.arrayBuffer();
    if (await sumOf(bytes) !== FILES[name]) continue;
    const headers = new Headers(response.headers);
    headers.set('Content-Encoding', 'identity'); // there is nothing smaller to ask for
    headers.delete('Content-Length');
    return new Response(bytes, { headers });
  }
  throw new Error(`${name} is not of the build ${VERSION}`);
}

async function keep() {
  const kept = await caches.open(OURS + VERSION);
  const here = (await kept.keys()).map(({ url }) => url);
  const lacking = Object.keys(FILES).filter((name) => !here.includes(addressOf(name)));
  if (lacking.every((name) => Object.hasOwn(OWN, name))) scope.skipWaiting(); // this build was here whole, and is to speak another language
  for (const name of lacking) await kept.put(addressOf(name), await right(name)); // one after the other: the page has the right of way
}

async function forgetOthers() {
  for (const name of await caches.keys()) if (name.startsWith(OURS) && name !== OURS + VERSION) await caches.delete(name);
}

/**
 * Someone's text shows what the host has now: nobody there reads that there is something newer. In Firefox clients.get()
 * waits for a worker that waits for its modules, and these for the answer: so the client is looked up among those that run.
 * @param {any} event
 */
async function framed({ request, clientId }) {
  if (request.mode === 'navigate') return request.destination !== 'document';
  const running = await scope.clients.matchAll({ type: 'all' });
  return running.find((/** @type {any} */ { id }) => id === clientId)?.frameType === 'nested';
}

/** @param {any} event @param {string} name */
async function answer(event, name) {
  const kept = await (await caches.open(OURS + VERSION)).match(addressOf(name));
  if (!kept) return fetch(event.request);
  return await framed(event) ? fetch(event.request).catch(() => kept) : kept;
}

/** @param {any} event @param {string} name */
async function picture(event, name) {
  const cache = await caches.open(OURS + VERSION);
  const kept = await cache.match(addressOf(name));
  if (kept) return kept;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(cache.put(addressOf(name), response.clone()));
  return response;
}

addEventListener('install', (/** @type {any} */ event) => event.waitUntil(keep()));
addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(forgetOthers()));
addEventListener('message', ({ data }) => { if (data === 'take over') scope.skipWaiting(); });
addEventListener('fetch', (/** @type {any} */ event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== HOME.origin || !pathname.startsWith(HOME.pathname)) return;
  const name = pathname.slice(HOME.pathname.length).replace(/(^|\/)$/, '$1index.html');
  if (Object.hasOwn(FILES, name)) event.respondWith(answer(event, name));
  else if (name.startsWith(PICTURES)) event.respondWith(picture(event, name));
});
