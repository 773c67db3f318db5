// The language of a page: the one it is written in, the one its address asks for (environment.js), the one that the person
// chose here before, or the first that the browser prefers and there are words in (web/strings). first.js and element.js know these rules, too.

export const LANGUAGES = ['en', 'de', 'ja', 'zh'];
export const KEY = 'unimodal-bias-lab/language'; // first.js reads it, too
const { documentElement } = document;

/** What names carry of a language, if it is not the one everything is written in first. @param {string} lang @param {string} text */
export const inOther = (lang, text) => (lang === LANGUAGES[0] ? '' : text);

/** For documents and for Intl: the Chinese is in simplified characters. @param {string} lang */
export const tagOf = (lang) => (lang === 'zh' ? 'zh-Hans' : lang);

/** @param {boolean} framed somebody's text: what was chosen in the lab says nothing about it */
export function chosenLanguage(framed) {
  const { words } = documentElement.dataset;
  if (words) return words;
  /** @type {string | null} */
  let known = null;
  try {
    known = framed ? null : localStorage.getItem(KEY);
  } catch {}
  const wishes = navigator.languages.filter((tag) => !/^zh-(hant|tw|hk|mo)/i.test(tag)).map((tag) => tag.split('-')[0]);
  return [known, ...wishes].find((wish) => LANGUAGES.includes(wish ?? '')) ?? LANGUAGES[0];
}

/** The page is in that language from now on. @param {string} lang */
export function speak(lang) {
  documentElement.lang = tagOf(lang);
}
