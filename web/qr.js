// QR codes: a text of bytes as black and white modules (ISO/IEC 18004), up to the size that a camera still reads off a
// projector. A test compares every size with another encoder.

import { LabError } from './bridge.js';

const LARGEST = 20; // version: 97 modules a side
// Of every version, for the two levels of correction used: code words that correct in a block, and blocks.
const LEVELS = [
  { bits: 0, correcting: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26], blocks: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16] }, // M
  { bits: 1, correcting: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28], blocks: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8] }, // L
];
const MASKS = [
  (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 2,
  (/** @type {number} */ _, /** @type {number} */ y) => y % 2,
  (/** @type {number} */ x) => x % 3,
  (/** @type {number} */ x, /** @type {number} */ y) => (x + y) % 3,
  (/** @type {number} */ x, /** @type {number} */ y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (/** @type {number} */ x, /** @type {number} */ y) => ((x * y) % 2) + ((x * y) % 3),
  (/** @type {number} */ x, /** @type {number} */ y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (/** @type {number} */ x, /** @type {number} */ y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

// GF(256) over x⁸ + x⁴ + x³ + x² + 1.
const powers = new Uint8Array(255);
const logs = new Uint8Array(256);
for (let i = 0, x = 1; i < 255; i++) {
  powers[i] = x;
  logs[x] = i;
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0);
}
/** @param {number} a @param {number} b */
const product = (a, b) => (a && b ? powers[(logs[a] + logs[b]) % 255] : 0);

/** The remainder of a block by the generator of a degree. @param {Uint8Array} block @param {number} degree */
function correction(block, degree) {
  let generator = [1];
  for (let i = 0; i < degree; i++) generator = [...generator, 0].map((c, k) => c ^ product(generator[k - 1] ?? 0, powers[i]));
  const rest = new Uint8Array(degree);
  for (const byte of block) {
    const factor = byte ^ rest[0];
    rest.copyWithin(0, 1);
    rest[degree - 1] = 0;
    for (let k = 0; k < degree; k++) rest[k] ^= product(generator[k + 1], factor);
  }
  return rest;
}

/** A value with the remainder that corrects it appended. @param {number} value @param {number} polynomial @param {number} degree */
function corrected(value, polynomial, degree) {
  let rest = value;
  for (let i = 0; i < degree; i++) rest = (rest << 1) ^ ((rest >>> (degree - 1)) & 1 ? polynomial : 0);
  return (value << degree) | (rest & ((1 << degree) - 1));
}

/** Where the alignment patterns of a version have their centres. @param {number} version */
function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => version * 4 + 10 - (count - 2 - i) * step)];
}

/** Code words a version holds. @param {number} version */
function capacity(version) {
  let bits = (16 * version + 128) * version + 64;
  const count = alignments(version).length;
  if (count) bits -= (25 * count - 10) * count - 55;
  if (version >= 7) bits -= 36;
  return bits >> 3;
}

/** @param {number} version @param {typeof LEVELS[number]} level */
const room = (version, level) => capacity(version) - level.correcting[version - 1] * level.blocks[version - 1];
/** Bytes that mode and length take. @param {number} version */
const header = (version) => (version < 10 ? 2 : 3);
const MOST = room(LARGEST, LEVELS[1]) - header(LARGEST);

/** All code words in the order in which they are placed. @param {Uint8Array} bytes @param {number} version @param {typeof LEVELS[number]} level */
function words(bytes, version, level) {
  const data = new Uint8Array(room(version, level));
  const nibbles = [4, ...(version < 10 ? [] : [bytes.length >> 12, (bytes.length >> 8) & 15]), (bytes.length >> 4) & 15, bytes.length & 15]; // bytes follow, so many
  for (const byte of bytes) nibbles.push(byte >> 4, byte & 15);
  nibbles.forEach((nibble, i) => { data[i >> 1] |= i & 1 ? nibble : nibble << 4; });
  for (let i = (nibbles.length >> 1) + 1, k = 0; i < data.length; i++, k++) data[i] = k & 1 ? 0x11 : 0xec;
  const count = level.blocks[version - 1];
  const short = count - (data.length % count); // blocks that are a word shorter
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const size = Math.floor(data.length / count) + Number(i >= short);
    blocks.push(data.subarray(at, at + size));
    at += size;
  }
  const corrections = blocks.map((block) => correction(block, level.correcting[version - 1]));
  return [blocks, corrections].flatMap((parts) => Array.from(parts.at(-1) ?? []).flatMap((_, i) => parts.flatMap((part) => (i < part.length ? [part[i]] : []))));
}

/**
 * The modules of a code, row by row: true is black.
 * @param {string} text
 * @param {number} [fixed] mask; else the one that is easiest to read
 */
export function encode(text, fixed) {
  const bytes = new TextEncoder().encode(text);
  const fits = LEVELS.flatMap((level) => Array.from({ length: LARGEST }, (_, i) => ({ level, version: i + 1 })))
    .filter(({ level, version }) => room(version, level) - header(version) >= bytes.length);
  if (!fits.length) throw new LabError({ code: 'fileCode', key: 'link', value: bytes.length, max: MOST });
  const { level, version } = fits[0];
  const size = version * 4 + 17;
  const dark = Array.from({ length: size }, () => new Array(size).fill(false));
  const fixedPart = Array.from({ length: size }, () => new Array(size).fill(false));
  /** @param {number} x @param {number} y @param {unknown} black */
  const put = (x, y, black) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    dark[y][x] = Boolean(black);
    fixedPart[y][x] = true;
  };

  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      put(x + dx, y + dy, ring !== 2 && ring !== 4);
    }
  }
  const centres = alignments(version);
  const last = centres.length - 1;
  centres.forEach((y, j) => centres.forEach((x, i) => {
    if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) put(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  }));
  if (version >= 7) {
    const bits = corrected(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
      put(a, b, (bits >>> i) & 1);
      put(b, a, (bits >>> i) & 1);
    }
  }
  /** @param {number} mask */
  const format = (mask) => {
    const bits = corrected((level.bits << 3) | mask, 0x537, 10) ^ 0x5412;
    const bit = (/** @type {number} */ i) => (bits >>> i) & 1;
    for (let i = 0; i < 6; i++) put(8, i, bit(i));
    put(8, 7, bit(6));
    put(8, 8, bit(7));
    put(7, 8, bit(8));
    for (let i = 9; i < 15; i++) put(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i++) put(size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i++) put(8, size - 15 + i, bit(i));
    put(8, size - 8, 1);
  };
  format(0);

  const data = words(bytes, version, level);
  let at = 0;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5; // the column of the timing pattern
    for (let k = 0; k < size; k++) {
      const y = (right + 1) & 2 ? k : size - 1 - k;
      for (const x of [right, right - 1]) {
        if (fixedPart[y][x]) continue;
        dark[y][x] = Boolean(at < data.length * 8 && (data[at >> 3] >>> (7 - (at & 7))) & 1);
        at++;
      }
    }
  }

  /** @param {number} mask */
  const masked = (mask) => {
    format(mask);
    return dark.map((row, y) => row.map((black, x) => (fixedPart[y][x] ? black : black !== (MASKS[mask](x, y) === 0))));
  };
  const candidates = (fixed === undefined ? MASKS.map((_, mask) => mask) : [fixed]).map((mask) => ({ mask, modules: masked(mask) }));
  const costs = candidates.map(({ modules }) => cost(modules));
  return { version, ...candidates[costs.indexOf(Math.min(...costs))] };
}

/** How hard to read a code is: long runs, blocks, what looks like a corner, and too much of one colour. @param {boolean[][]} rows */
function cost(rows) {
  const size = rows.length;
  const columns = rows.map((_, x) => rows.map((row) => row[x]));
  let sum = 0;
  for (const line of [...rows, ...columns]) {
    const text = line.map(Number).join('');
    for (const run of text.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    for (let i = 0; i + 11 <= size; i++) if (['10111010000', '00001011101'].includes(text.slice(i, i + 11))) sum += 40;
  }
  let black = 0;
  rows.forEach((row, y) => row.forEach((dark, x) => {
    black += Number(dark);
    if (x && y && dark === row[x - 1] && dark === rows[y - 1][x] && dark === rows[y - 1][x - 1]) sum += 3;
  }));
  return sum + 10 * Math.floor(Math.abs(black * 20 - size * size * 10) / (size * size));
}

const QUIET = 4; // modules of white around it

/**
 * A code as a drawing: black on white, whatever the page looks like.
 * @param {string} text
 * @param {number} [side] pixels
 */
export function drawn(text, side = 720) {
  const { modules } = encode(text);
  const size = modules.length + 2 * QUIET;
  const runs = modules.flatMap((row, y) => [...row.map((black) => (black ? '1' : '0')).join('').matchAll(/1+/g)]
    .map(({ 0: run, index }) => `M${index + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`));
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ width: side, height: side, viewBox: `0 0 ${size} ${size}`, 'shape-rendering': 'crispEdges', role: 'img' })) svg.setAttribute(name, String(value));
  const title = document.createElementNS(svg.namespaceURI, 'title');
  title.textContent = text;
  const paper = document.createElementNS(svg.namespaceURI, 'rect');
  for (const [name, value] of Object.entries({ width: size, height: size, fill: '#fff' })) paper.setAttribute(name, String(value));
  const ink = document.createElementNS(svg.namespaceURI, 'path');
  ink.setAttribute('d', runs.join(''));
  svg.append(title, paper, ink);
  return svg;
}
