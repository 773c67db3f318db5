// A film of the run. Where the browser records canvases it writes WebM or MP4; everywhere it can be an animated PNG, which
// has every pixel as it is and plays in a picture. Either is made of the same vector pictures, one for each frame.

import { LabError, nextEvent, work } from './bridge.js';
import { about, bytesOf, drawn, nameOf, painted } from './picture.js';
import { animated } from './png.js';

const RATE = 20; // frames a second
const SECONDS = 8;
const LAST = 1500; // milliseconds for which the last frame stands
const PIXELS = 2; // to a pixel of the page
const QUALITY = 8e6; // bits a second, of lines and letters that should stay sharp

/** What a recorder may be able to write, the most widely played first. */
const RECORDED = [
  { format: 'mp4', type: 'video/mp4', codecs: ['avc1.640028', 'avc1.42E01E', ''] },
  { format: 'webm', type: 'video/webm', codecs: ['vp9', 'vp8', ''] },
];

/** @typedef {{format: string, type: string}} Format */

/** The formats this browser can write, the best first. @returns {Format[]} */
export function formats() {
  const { MediaRecorder, HTMLCanvasElement } = globalThis;
  const records = MediaRecorder && 'captureStream' in HTMLCanvasElement.prototype;
  const recorded = records ? RECORDED.flatMap(({ format, type, codecs }) => {
    const codec = codecs.map((name) => (name ? `${type};codecs=${name}` : type)).find((full) => MediaRecorder.isTypeSupported(full));
    return codec ? [{ format, type: codec }] : [];
  }) : [];
  return [...recorded, { format: 'apng', type: 'image/apng' }];
}

/**
 * @typedef {import('./picture.js').PictureOptions & {
 *   format?: string, seconds?: number, rate?: number, signal?: AbortSignal, onProgress?: (done: number) => void,
 * }} FilmOptions
 */

/**
 * The whole run from its start, at an even pace. The playhead goes along, and back to where it was.
 * @param {FilmOptions} options
 * @param {import('./picture.js').Ask} ask
 */
export async function film({ format, seconds = SECONDS, rate = RATE, scale = PIXELS, signal, onProgress = () => {}, ...options }, ask) {
  const known = formats();
  const chosen = format === undefined ? known[0] : known.find((one) => one.format === format);
  if (!chosen) throw new LabError({ code: 'notAChoice', key: 'format', value: format, allowed: known.map((one) => one.format) });
  for (const [key, value, max] of /** @type {[string, number, number][]} */ ([['seconds', seconds, 60], ['rate', rate, 60]])) {
    if (!(value > 0 && value <= max)) throw new LabError({ code: 'outOfRange', key, value, min: 0, max });
  }
  await work();
  const { epoch } = await ask('pause');
  const { epochs } = await ask('get');
  const count = Math.max(2, Math.round(seconds * rate));
  const canvas = document.createElement('canvas');
  /** @type {Record<string, string>} */
  let told = {};
  const writer = chosen.format === 'apng' ? apng(canvas, rate, () => told) : await recorder(canvas, rate, chosen.type);
  try {
    for (let i = 0; i < count; i++) {
      signal?.throwIfAborted();
      await ask('seek', { epoch: Math.round((i / (count - 1)) * epochs) });
      const text = await drawn(options, ask);
      if (i === 0) told = about(text);
      await painted(text, scale, canvas, 2);
      await writer.add(i === count - 1);
      onProgress((i + 1) / count);
      await nextEvent();
    }
    signal?.throwIfAborted();
    const parts = await writer.end();
    return new File(parts, `${await nameOf(ask)}.${chosen.format === 'apng' ? 'png' : chosen.format}`, { type: chosen.type.split(';')[0] });
  } catch (error) {
    writer.stop();
    throw error;
  } finally {
    await ask('seek', { epoch });
    await work();
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} rate
 * @param {() => Record<string, string>} words
 */
function apng(canvas, rate, words) {
  /** @type {Uint8Array[]} */
  const frames = [];
  return {
    async add() { frames.push(await bytesOf(canvas)); },
    async end() {
      return animated(frames, frames.map((_, i) => (i === frames.length - 1 ? LAST : Math.round(1000 / rate))), words());
    },
    stop() { frames.length = 0; },
  };
}

/** @param {number} ms */
const pass = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** In a hidden page time passes in seconds: the film waits until it is seen again. */
async function seen() {
  while (document.hidden) await new Promise((resolve) => { document.addEventListener('visibilitychange', resolve, { once: true }); });
}

/**
 * A recorder writes what it sees by the clock, and sees a canvas whenever that is painted. While the next frame is made it
 * pauses, so that a slow machine makes no slow film.
 * @param {HTMLCanvasElement} canvas
 * @param {number} rate
 * @param {string} type
 */
async function recorder(canvas, rate, type) {
  /** @type {Blob[]} */
  const parts = [];
  /** @type {MediaRecorder | undefined} */
  let machine;
  const screen = document.createElement('canvas');
  const pen = /** @type {CanvasRenderingContext2D} */ (screen.getContext('2d'));
  const ended = Promise.withResolvers();
  ended.promise.catch(() => {}); // who waits is told

  function begin() {
    Object.assign(screen, { width: canvas.width, height: canvas.height });
    machine = new MediaRecorder(screen.captureStream(), { mimeType: type, videoBitsPerSecond: QUALITY });
    machine.ondataavailable = ({ data }) => { if (data.size) parts.push(data); };
    machine.onstop = () => ended.resolve(undefined);
    machine.onerror = (event) => ended.reject(/** @type {any} */ (event).error ?? new LabError({ code: 'fileRecording' }));
    machine.start();
  }

  return {
    /** @param {boolean} last */
    async add(last) {
      await seen();
      if (machine) machine.resume();
      else begin(); // the canvas has its size now
      pen.drawImage(canvas, 0, 0);
      await pass(last ? LAST : 1000 / rate);
      if (!last) return machine?.pause();
      pen.drawImage(canvas, 0, 0); // else the last frame ends when it begins
      await pass(1000 / rate);
    },
    async end() {
      this.stop();
      await ended.promise;
      return parts;
    },
    stop() {
      if (machine && machine.state !== 'inactive') machine.stop();
      for (const track of machine?.stream.getTracks() ?? []) track.stop();
    },
  };
}
