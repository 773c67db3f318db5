// A Go program on its way here: its bytes in their order, however often the connection breaks, compiled while they arrive.
// Neither the type nor the encoding in which a host sends them matters.

const SECTION = 'unimodal-bias-lab'; // of a program: says which one it is
const TRIES = 3; // in a row without a byte
const PAUSE = 500; // milliseconds before the second of them
const GZIP = 0x1f; // how a compressed file begins, and …
const WASM = 0x00; // … a program

/** @typedef {{bytes: number, id: string, gz?: number}} Program gz: bytes of its compressed sibling */
/** @typedef {(error: unknown) => Promise<unknown>} Again resolves when it is worth another try */

/** @param {string} name of a file at the top of the site */
const addressOf = (name) => new URL(`../${name}`, import.meta.url).href;

/** @type {Promise<Record<string, Program>> | null} */
let list = null;

/** What the build says of its programs; what failed is asked for again the next time. */
export const programs = () => (list ??= ask('program.json').catch((error) => {
  list = null;
  throw error;
}));

/** @param {string} name */
async function ask(name) {
  const response = await fetch(addressOf(name));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const { build, programs: all } = await response.json();
  globalThis.unimodalBiasPart?.(build);
  return all;
}

/**
 * Fetches and compiles a program of the site.
 * @param {string} name of its file
 * @param {(done: number, total: number) => void} [progress] bytes as they travel, after whatever the browser unpacks
 * @param {Again} [again] where it is not told, a program that does not come is an error
 */
export async function load(name, progress = () => {}, again = (error) => Promise.reject(error)) {
  const about = (await programs())[name];
  if (!about) throw new Error(`${name} is no program of this site`);
  for (const cache of /** @type {RequestCache[]} */ (['default', 'no-cache'])) { // a cache may hold another build's
    const way = { resumed: false };
    try {
      const module = await compile(bytesOf(name, about, cache, again, way), about, progress);
      const [section] = WebAssembly.Module.customSections(module, SECTION);
      if (section && new TextDecoder().decode(section) === about.id) return module;
    } catch (error) {
      if (!way.resumed || !(error instanceof WebAssembly.CompileError)) throw error; // else the file has changed on the way
    }
  }
  globalThis.unimodalBiasPart?.(name); // says so to the page
  throw new Error(`${name} is of another build`);
}

/**
 * @param {AsyncGenerator<Uint8Array>} pieces
 * @param {Program} about
 * @param {(done: number, total: number) => void} progress
 */
async function compile(pieces, about, progress) {
  const first = await pieces.next();
  const packed = first.value?.[0] === GZIP;
  const total = packed ? about.gz ?? 0 : about.bytes;
  let next = Promise.resolve(first);
  let done = 0;
  /** @type {ReadableStream<any>} */
  let stream = new ReadableStream({
    async pull(controller) {
      const { value } = await next;
      if (!value) return controller.close();
      done += value.byteLength;
      progress(Math.min(done, total), total);
      controller.enqueue(value);
      next = pieces.next();
      next.catch(() => {}); // told by the next pull
    },
    cancel: () => { pieces.return(undefined); },
  });
  if (packed) stream = stream.pipeThrough(new DecompressionStream('gzip'));
  return WebAssembly.compileStreaming(new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }));
}

/**
 * The bytes of a program as they travel. A host that does not compress is asked for the compressed file beside it. What
 * breaks off goes on where it did, in the middle of the file if the host can.
 * @param {string} name
 * @param {Program} about
 * @param {RequestCache} cache
 * @param {Again} again
 * @param {{resumed: boolean}} way says whether they are of several answers
 */
async function* bytesOf(name, { bytes, gz }, cache, again, way) {
  let packed = false; // the compressed file is asked for
  let at = 0; // bytes that have come
  let total = bytes;
  let failures = 0;
  let whole = true; // the host is asked for all of it: it has not shown that it can do otherwise
  /** @type {string | null} */
  let version = null;
  for (;;) {
    try {
      const from = at && !whole ? { Range: `bytes=${at}-`, ...version && { 'If-Range': version } } : {};
      const response = await fetch(addressOf(name + (packed ? '.gz' : '')), { cache, headers: /** @type {HeadersInit} */ (from) });
      if (packed && response.status === 404 && !at) { // left out when the site was copied
        gz = undefined;
        packed = false;
        continue;
      }
      const { headers, body } = response;
      if (!response.ok || !body) throw new Error(`${name}: ${response.status}`);
      const encoded = headers.has('Content-Encoding');
      if (!encoded && gz && !packed && !at) {
        body.cancel().catch(() => {});
        packed = true;
        continue;
      }
      if (response.status === 206 && !headers.get('Content-Range')?.startsWith(`bytes ${at}-`)) throw new Error(`${name}: not what was asked for`);
      whole = encoded; // a part of what was encoded is nothing to a browser
      version = headers.get('ETag') ?? headers.get('Last-Modified');
      let skip = response.status === 206 ? 0 : at;
      way.resumed ||= at > 0;
      const reader = body.getReader();
      try {
        for (let read = await reader.read(); read.value; read = await reader.read()) {
          const piece = read.value.subarray(Math.min(skip, read.value.byteLength));
          skip -= read.value.byteLength - piece.byteLength;
          if (!piece.byteLength) continue;
          if (!at) {
            if (piece[0] !== GZIP && piece[0] !== WASM) throw new Error(`${name} is no program`); // a page that says sorry, for one
            total = piece[0] === GZIP ? gz ?? 0 : bytes; // a host may unpack the file it is asked for
          }
          at += piece.byteLength;
          failures = 0;
          yield piece;
        }
      } finally {
        reader.cancel().catch(() => {});
      }
      if (at >= total) return;
      throw new Error(`${name} ended after ${at} of ${total} bytes`);
    } catch (error) {
      if (++failures < TRIES) {
        console.warn(error);
        await new Promise((goOn) => { setTimeout(goOn, PAUSE * failures); });
        continue;
      }
      await again(error);
      failures = 0;
    }
  }
}
