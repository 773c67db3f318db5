// Light, dark, or large and plain for a projector: as the system says, as the address asks, or as the person chose.

import { environment } from './environment.js';

const KEY = 'unimodal-bias-lab/theme'; // first.js reads it, too
const NAMES = ['light', 'dark', 'projector'];
const framed = environment.view === 'embed'; // someone's text looks as its own page says, not as the lab was left
const dark = matchMedia('(prefers-color-scheme: dark)');
const twoSchemes = CSS.supports('color', 'light-dark(red, red)'); // else the page is light, and so is the picture

/** @typedef {'light' | 'dark' | 'projector'} Theme */

/** @param {HTMLSelectElement} choice */
export function createTheme(choice) {
  const root = document.documentElement;
  /** @type {(theme: Theme, large: boolean) => void} */
  let listener = () => {};

  /** @returns {Theme} */
  function current() {
    const { theme = '' } = root.dataset;
    if (NAMES.includes(theme)) return /** @type {Theme} */ (twoSchemes || theme !== 'dark' ? theme : 'light');
    return twoSchemes && dark.matches ? 'dark' : 'light';
  }

  /** Whether the picture is to be read from the last row. */
  const large = () => environment.view === 'present' || current() === 'projector';
  const tell = () => listener(current(), large());

  /** @param {string} theme */
  function apply(theme) {
    if (NAMES.includes(theme)) root.dataset.theme = theme;
    else delete root.dataset.theme;
    matchPosters(theme);
    tell();
  }

  choice.addEventListener('change', () => {
    if (!framed) remember(choice.value);
    apply(choice.value);
  });
  dark.addEventListener('change', tell);

  choice.value = environment.theme ?? (framed ? 'auto' : remembered());
  if (!choice.value) choice.value = 'auto';
  apply(choice.value);

  return {
    current,
    large,
    /** @param {(theme: Theme, large: boolean) => void} f */
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
