// The choice of a language, for pages that have one.

import { KEY, LANGUAGES, tagOf } from './language.js';

/**
 * @param {HTMLSelectElement} choice
 * @param {string} lang
 * @param {(lang: string, known: boolean) => void} turn known: the choice is kept, and the address need not say it
 */
export function createLanguages(choice, lang, turn) {
  choice.append(...LANGUAGES.map((code) => {
    const tag = tagOf(code);
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(code) ?? code;
    const option = new Option(name, code);
    option.lang = tag;
    return option;
  }));
  choice.value = lang;
  choice.addEventListener('change', () => {
    let known = false;
    try {
      localStorage.setItem(KEY, choice.value);
      known = true;
    } catch {}
    turn(choice.value, known);
  });
}
