// Light or dark: as the system says, or as the person chose.

const KEY = 'unimodal-bias-lab/theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** @param {HTMLElement} choice the radio buttons */
export function createTheme(choice) {
  const root = document.documentElement;
  /** @type {(theme: 'light' | 'dark') => void} */
  let listener = () => {};

  /** @returns {'light' | 'dark'} */
  function current() {
    const { theme } = root.dataset;
    if (theme === 'light' || theme === 'dark') return theme;
    return dark.matches ? 'dark' : 'light';
  }

  /** @param {string} theme */
  function apply(theme) {
    if (theme === 'auto') delete root.dataset.theme;
    else root.dataset.theme = theme;
    matchPosters(theme);
    listener(current());
  }

  choice.addEventListener('change', (event) => {
    const { value } = /** @type {HTMLInputElement} */ (event.target);
    remember(value);
    apply(value);
  });
  dark.addEventListener('change', () => listener(current()));

  const chosen = remembered();
  const radio = /** @type {HTMLInputElement | null} */ (choice.querySelector(`input[value="${chosen}"]`));
  if (radio) {
    radio.checked = true;
    apply(chosen);
  }
  choice.hidden = false;

  return {
    current,
    /** @param {(theme: 'light' | 'dark') => void} f */
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
