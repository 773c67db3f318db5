// Copying, with a word about how it went.

import { t } from './strings.js';

const CONFIRMED = 2000; // milliseconds

/**
 * A button that copies. Its own words confirm it for a moment; it keeps its width and its focus.
 * @param {HTMLButtonElement} button
 * @param {() => string} text
 * @param {(words: string) => void} speak
 * @param {() => void} [after] there may be more to say of what was copied
 */
export function copies(button, text, speak, after = () => {}) {
  const label = button.querySelector('span') ?? button;
  let timer = 0;
  button.addEventListener('click', async () => {
    const done = await copy(text());
    const words = t(done ? 'page.copied' : 'page.notCopied');
    speak(words);
    after();
    if (!timer) {
      label.dataset.words = label.textContent ?? '';
      button.style.minInlineSize = `${button.getBoundingClientRect().width}px`;
    }
    label.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = 0;
      label.textContent = label.dataset.words ?? '';
      button.style.minInlineSize = '';
    }, CONFIRMED);
  });
}

/** Frames and pages without TLS may not write to the clipboard; an old way often still works. @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text);
  }
}

/** @param {string} text */
function copySelection(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement('textarea');
  field.className = 'unseen';
  field.value = text;
  (focused?.closest('dialog') ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}
