// Light, dark, or large and plain for a projector: as the system says, as the address asks, or as the person chose.

import { environment } from './environment.js';

const KEY = 'unimodal-bias-lab/theme'; // first.js reads it, too
const LARGE = 28; // pixels: the type of the page for which the picture's large type is made
const ROOM = [300, 190]; // pixels that a panel needs for letters of the usual size
const NAMES = ['light', 'dark', 'projector'];
const framed = environment.view === 'embed'; // someone's text looks as its own page says, not as the lab was left
const forced = matchMedia('(forced-colors: active)'); // the system's colours, whatever was chosen
const more = matchMedia('(prefers-contrast: more)');
const dark = matchMedia('(prefers-color-scheme: dark)');
const twoSchemes = CSS.supports('color', 'light-dark(red, red)'); // else the page is light, and so is the picture

/**
 * @typedef {'light' | 'dark' | 'projector'} Theme
 * @typedef {object} Look of pictures
 * @property {Theme} theme
 * @property {number} large times the type of a projector; 0: that of a desk
 * @property {boolean} contrast more than usual
 */

/**
 * How many times as large as usual letters at a desk are to be: whoever reads with larger ones has them in the picture, too, as
 * far as it has room.
 * @param {ParentNode} stage of its slots
 * @param {number} large as of a look
 */
export function letters(stage, large) {
  const room = [...stage.querySelectorAll('.slot')].map(({ clientWidth, clientHeight }) => Math.min(clientWidth / ROOM[0], clientHeight / ROOM[1]) || 2);
  return large ? 1 : Math.min(2, Math.max(1, Math.min(parseFloat(getComputedStyle(document.documentElement).fontSize) / 16, ...room)));
}

/** @param {HTMLSelectElement} choice */
export function createTheme(choice) {
  const root = document.documentElement;
  /** @type {(look: Look) => void} */
  let listener = () => {};

  /** @returns {Theme} */
  function current() {
    const { theme = '' } = root.dataset;
    if (NAMES.includes(theme) && !forced.matches) return /** @type {Theme} */ (twoSchemes || theme !== 'dark' ? theme : 'light');
    return twoSchemes && dark.matches ? 'dark' : 'light';
  }

  /** How much larger than usual for the last row the picture is to be, on a telephone smaller; 0: it is to be read from a desk. */
  const large = () => (environment.view === 'present' || root.dataset.theme === 'projector'
    ? Math.max(+framed, parseFloat(getComputedStyle(root).fontSize) / LARGE) : 0);
  const text = () => letters(document, large());
  const sizes = () => `${large()} ${text()}`;
  /** @returns {Look} */
  const look = () => ({ theme: current(), large: large(), contrast: more.matches });
  const tell = () => listener(look());

  /** @param {string} theme */
  function apply(theme) {
    if (forced.matches && theme !== 'projector') theme = 'auto';
    if (NAMES.includes(theme)) root.dataset.theme = theme;
    else delete root.dataset.theme;
    matchPosters(theme);
    tell();
  }

  choice.addEventListener('change', () => {
    if (!framed) remember(choice.value);
    apply(choice.value);
  });
  for (const wish of [dark, more]) wish.addEventListener('change', tell);
  forced.addEventListener('change', () => apply(choice.value));
  let told = '';
  addEventListener('resize', () => {
    if (sizes() !== told) tell();
    told = sizes();
  });

  function open() {
    choice.value = environment.theme ?? (framed ? ofHost() : remembered());
    if (!choice.value) choice.value = 'auto';
    apply(choice.value);
  }
  open();
  if (framed && !environment.theme) watchHost(open);

  return {
    look,
    text,
    /** @param {(look: Look) => void} f */
    follow(f) { listener = f; },
  };
}

/** The posters follow the system by themselves; a choice overrules it. @param {string} theme */
function matchPosters(theme) {
  for (const source of /** @type {NodeListOf<HTMLSourceElement>} */ (document.querySelectorAll('source[data-scheme]'))) {
    const { width = 'all', scheme } = source.dataset;
    if (theme === 'auto') source.media = `${width} and (prefers-color-scheme: ${scheme})`;
    else source.media = theme === scheme ? width : 'not all';
  }
}

/**
 * The theme of the page around a frame, as far as that can be seen. Of another origin's the browser tells the colour
 * scheme of the frame, as if it were the system's; and so it does of any frame that has been given one.
 */
function ofHost() {
  try {
    const [frame, around] = [window.frameElement, window.frameElement?.parentElement].map((node) => node && getComputedStyle(node).colorScheme);
    if (frame && frame !== around) return 'auto';
    for (let element = window.frameElement; element; element = element.parentElement) {
      const { backgroundColor } = /** @type {Window} */ (element.ownerDocument.defaultView).getComputedStyle(element);
      const [red, green, blue, alpha = 1] = (backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
      if (alpha > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128 ? 'dark' : 'light';
    }
    if (window.frameElement) return /dark/.test(getComputedStyle(window.parent.document.documentElement).colorScheme) ? 'auto' : 'light';
  } catch {}
  return 'auto';
}

/** Pages with a switch of their own write it on their root, and some fade. @param {() => void} changed */
function watchHost(changed) {
  try {
    if (!window.frameElement) return;
    const { document } = window.parent;
    const observer = new MutationObserver(changed);
    for (const node of [document.documentElement, document.body]) observer.observe(node, { attributes: true });
    document.addEventListener('transitionend', changed);
  } catch {} // of another origin
}

/** Storage may be forbidden, as in some frames; then the choice lasts as long as the page. @param {string} theme */
function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? 'auto';
  } catch {
    return 'auto';
  }
}
