// What a first visit does not wait for: the words and the style sheets of what is opened later.

import { environment } from './environment.js';
import { emit } from './events.js';
import { useStrings } from './strings.js';

/** @type {Map<string, Promise<unknown>>} on their way, or here */
const asked = new Map();

/**
 * @param {string} name of a file of the site
 * @param {(url: string) => Promise<unknown>} get what failed is asked for again the next time
 */
function once(name, get) {
  const url = new URL(`../${name}`, import.meta.url).href;
  if (!asked.has(url)) asked.set(url, get(url).catch((error) => { asked.delete(url); throw error; }));
  return asked.get(url);
}

/** The rest of the catalogue; `words` tells whoever has shown a picture without it. */
export const moreWords = () => once(`web/strings/${environment.lang}.rest.json`, async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  useStrings(await response.json());
  emit('words');
});

/** Fetches what is opened by a click while there is a network. */
export const fetchAhead = () => Promise.all([
  import('./dialogs.js'), import('./reading.js'), import('./answer.js'), import('./card.js'), import('./data.js'), import('./export.js'), import('./weights.js'), import('./text.js'), import('./share.js'), import('./sweep.js'), import('./tables.js'), moreWords(), styleSheet('web/dialogs.css'), styleSheet('web/answer.css'), styleSheet('web/data.css'), styleSheet('web/share.css'),
]);

/** @param {string} url */
export const styleSheet = (url) => once(url, (href) => new Promise((resolve, reject) => {
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  link.addEventListener('load', resolve);
  link.addEventListener('error', () => {
    link.remove();
    reject(new Error(href));
  });
  document.head.append(link);
}));
