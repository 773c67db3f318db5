// PNG files, chunk by chunk: words to go with a picture, its size on paper, and many pictures as one that moves (APNG).
// The pixels are compressed by the browser; nothing of them is touched here.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const INCH = 0.0254; // metres

const remainders = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** @param {Uint8Array} bytes */
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = remainders[(c ^ byte) & 0xff] ^ (c >>> 8);
  return ~c >>> 0;
}

/** @typedef {{type: string, data: Uint8Array}} Chunk */

/** @param {Uint8Array} file @returns {Chunk[]} */
export function chunksOf(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks = [];
  for (let at = SIGNATURE.length; at < file.length;) {
    const length = view.getUint32(at);
    chunks.push({ type: String.fromCharCode(...file.subarray(at + 4, at + 8)), data: file.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** @param {Chunk[]} chunks @returns {Uint8Array<ArrayBuffer>[]} the parts of the file */
export function written(chunks) {
  return [Uint8Array.from(SIGNATURE), ...chunks.map(({ type, data }) => {
    const whole = new Uint8Array(data.length + 12);
    const view = new DataView(whole.buffer);
    view.setUint32(0, data.length);
    whole.set([...type].map((letter) => letter.charCodeAt(0)), 4);
    whole.set(data, 8);
    view.setUint32(data.length + 8, crc(whole.subarray(4, data.length + 8)));
    return whole;
  })];
}

/** Numbers of so many bytes each. @param {[value: number, bytes: 1 | 2 | 4][]} fields */
function packed(fields) {
  const data = new DataView(new ArrayBuffer(fields.reduce((sum, [, bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 4) data.setUint32(at, value);
    else if (bytes === 2) data.setUint16(at, value);
    else data.setUint8(at, value);
    at += bytes;
  }
  return new Uint8Array(data.buffer);
}

/** Words by keyword, in UTF-8, uncompressed. @param {Record<string, string>} words @returns {Chunk[]} */
const textChunks = (words) => Object.entries(words).map(([keyword, text]) => (
  { type: 'iTXt', data: new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`) }));

/**
 * A picture with words in it, and so many pixels to an inch.
 * @param {Uint8Array} file
 * @param {Record<string, string>} words
 * @param {number} resolution
 */
export function told(file, words, resolution) {
  const [head, ...rest] = chunksOf(file);
  const perMetre = Math.round(resolution / INCH);
  const size = { type: 'pHYs', data: packed([[perMetre, 4], [perMetre, 4], [1, 1]]) };
  return written([head, size, ...textChunks(words), ...rest.filter(({ type }) => type !== 'pHYs')]);
}

/**
 * Pictures of one size as one that moves, for ever. What the first one says of its colours holds for all.
 * @param {Uint8Array[]} frames PNG files
 * @param {number[]} delays milliseconds, of each frame
 * @param {Record<string, string>} words
 */
export function animated(frames, delays, words) {
  const [first, ...others] = frames.map(chunksOf);
  const size = new DataView(first[0].data.buffer, first[0].data.byteOffset);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  let number = 0;
  /** @param {number} delay */
  const control = (delay) => ({ type: 'fcTL', data: packed([[number++, 4], [width, 4], [height, 4], [0, 4], [0, 4], [delay, 2], [1000, 2], [0, 1], [0, 1]]) });
  const head = first.slice(0, first.findIndex(({ type }) => type === 'IDAT'));
  const chunks = [...head, ...textChunks(words), { type: 'acTL', data: packed([[frames.length, 4], [0, 4]]) },
    control(delays[0]), ...first.filter(({ type }) => type === 'IDAT')];
  for (const [i, frame] of others.entries()) {
    chunks.push(control(delays[i + 1]));
    for (const { type, data } of frame) {
      if (type === 'IDAT') chunks.push({ type: 'fdAT', data: Uint8Array.from([...packed([[number++, 4]]), ...data]) });
    }
  }
  return written([...chunks, { type: 'IEND', data: new Uint8Array() }]);
}
