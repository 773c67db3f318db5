// Pictures of what is shown, as files: SVG, PNG, and the code of its link. Where they hold words these say what is seen.

import { LabError, nextEvent, work as workOfPage } from './bridge.js';
import { addressWith } from './environment.js';
import { moreWords } from './more.js';
import { told } from './png.js';

const WIDTH = 605; // pixels: 16 cm, the text width of a sheet of A4
const HEIGHT = 416; // 11 cm
export const CENTIMETRE = 96 / 2.54; // pixels
const PER_INCH = 96; // pixels

/**
 * @typedef {object} PictureOptions
 * @property {string[]} [panels] those of the page, if none are named
 * @property {number} [width]
 * @property {number} [height]
 * @property {'px' | 'cm'} [unit] of the size
 * @property {'light' | 'dark' | 'print' | 'projector'} [theme]
 * @property {boolean} [caption] values and link below the picture
 * @property {number} [scale] of a PNG: pixels to a pixel
 *
 * @typedef {(func: string, args?: unknown) => Promise<any>} Ask
 */

const LAB = new URL('..', import.meta.url); // light figures and the story have pages of their own beside it

/** The address of this run in the lab, wherever it is shown. */
export function permanent() {
  const { search, hash } = new URL(addressWith({ view: null, panels: null, controls: null, autoplay: null, speed: null, theme: null, origin: null }));
  return `${LAB.href}${search}${hash}`;
}

/** What begins the name of every file of a run. @param {string} scenario @param {unknown} seed */
const named = (scenario, seed) => `${scenario}-seed${seed}`;

/** @param {Ask} ask */
export async function nameOf(ask) {
  const { scenario, seed } = await ask('get');
  return named(scenario, seed);
}

/**
 * The text of a picture: vectors, with text as text.
 * @param {PictureOptions} options
 * @param {Ask} ask
 * @param {import('./export.js').Work} [work]
 */
export async function drawn({ panels, width, height, unit = 'px', theme = 'light', caption = false }, ask, work = workOfPage) {
  const factor = unit === 'cm' ? CENTIMETRE : 1;
  await moreWords();
  const size = { width: width ? width * factor : WIDTH, height: height ? height * factor : HEIGHT };
  for (;;) {
    await work(); // a picture is of the run as it is now, and of the network in it
    const text = await ask('svg', { panels, ...size, centimetres: unit === 'cm', theme, caption, base: permanent() });
    if (text) return text;
    await nextEvent(); // something in it is still being trained
  }
}

/** @param {PictureOptions} options @param {Ask} ask @param {import('./export.js').Work} [work] */
export async function svg(options, ask, work = workOfPage) {
  return new File([await drawn(options, ask, work)], `${await nameOf(ask)}.svg`, { type: 'image/svg+xml' });
}

/**
 * Paints a picture, in the fonts of this browser.
 * @param {string} text
 * @param {number} scale
 * @param {HTMLCanvasElement} [canvas] to paint on
 * @param {number} [multiple] of which its sides are to be, as films need them
 */
export async function painted(text, scale, canvas = document.createElement('canvas'), multiple = 1) {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  const [, , width, height] = (root.getAttribute('viewBox') ?? '').split(' ').map(Number);
  const size = [width, height].map((side) => Math.round((side * scale) / multiple) * multiple);
  for (const [name, side] of Object.entries({ width: size[0], height: size[1] })) root.setAttribute(name, String(side));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(root)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    if (canvas.width !== size[0] || canvas.height !== size[1]) [canvas.width, canvas.height] = size;
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).drawImage(image, 0, 0, size[0], size[1]);
  } finally {
    URL.revokeObjectURL(url);
  }
  return canvas;
}

/** The bytes of a canvas as PNG. @param {HTMLCanvasElement} canvas */
export async function bytesOf(canvas) {
  /** @type {Blob | null} */
  const blob = await new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
  if (!blob) throw new LabError({ code: 'filePixels', value: canvas.width * canvas.height });
  return new Uint8Array(await blob.arrayBuffer());
}

/** What a picture says of itself, as words for other files. @param {string} text of an SVG */
export function about(text) {
  const root = new DOMParser().parseFromString(text, 'image/svg+xml');
  const facts = root.querySelector('metadata')?.textContent ?? '{}';
  const { program, version, link } = JSON.parse(facts);
  return {
    Title: root.querySelector('title')?.textContent ?? '', Description: root.querySelector('desc')?.textContent ?? '',
    Software: `${program} ${version}`, ...link && { Source: link }, Comment: facts,
  };
}

/** @param {PictureOptions} options @param {Ask} ask @param {import('./export.js').Work} [work] */
export async function png({ scale = 2, ...options }, ask, work = workOfPage) {
  if (!(scale > 0 && scale <= 8)) throw new LabError({ code: 'outOfRange', key: 'scale', value: scale, min: 1, max: 8 });
  const text = await drawn(options, ask, work);
  const canvas = await painted(text, scale);
  const parts = told(await bytesOf(canvas), about(text), PER_INCH * scale);
  return new File(parts, `${await nameOf(ask)}${scale === 1 ? '' : `@${scale}x`}.png`, { type: 'image/png' });
}

/** The code of a link, and the file of it. It needs no program. @param {string} link @param {string} scenario @param {unknown} seed */
export async function codeOf(link, scenario, seed) {
  const [{ drawn: draw }] = await Promise.all([import('./qr.js'), moreWords()]);
  const code = draw(link);
  return { code, file: new File([new XMLSerializer().serializeToString(code)], `${named(scenario, seed)}-qr.svg`, { type: 'image/svg+xml' }) };
}

/** The code of the link to what is shown. @param {{text?: string}} options @param {Ask} ask */
export async function qr({ text }, ask) {
  const { scenario, seed } = await ask('get');
  return (await codeOf(text ?? `${permanent().replace(/#.*$/s, '')}#${await ask('link')}`, scenario, seed)).file;
}
