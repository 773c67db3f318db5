// What is said of what is seen: signs that a screen reader reads badly become words, handles are described by their keys, and
// short names by longer ones.

import { make } from './nodes.js';
import { hasText, t } from './strings.js';

const DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const POWER = /(?:([\d.,]+)·)?10⁻([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g;
const THIN = /(\d)\u202f(?=\d{3})/g; // between thousands
const SPOKEN = ['aria-valuetext', 'aria-label'];

/** A text as it is said. @param {string} text */
export const aloud = (text) => text.replace(THIN, '$1').replace(POWER, (_, factor, raised) => {
  const power = [...raised].map((digit) => DIGITS.indexOf(digit)).join('');
  return factor ? t('tell.power.times', { factor, power }) : t('tell.power', { power });
});

/** @param {Element} node @param {string} name @param {string} text */
function set(node, name, text) {
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** @type {Map<string, HTMLElement>} what there is to say of the keys of a handle */
const keys = new Map();

/** @param {string} words */
function described(words) {
  const text = keys.get(words) ?? make('span', '', t(words));
  if (!keys.has(words)) {
    keys.set(words, text);
    text.id = `keys-${keys.size}`;
    text.hidden = true; // it is told as a description
    document.body.append(text);
  }
  return text.id;
}

/** @param {Element} node */
function mind(node) {
  for (const name of SPOKEN) {
    const text = node.getAttribute(name);
    if (text) set(node, name, aloud(text));
  }
  if (node.matches('.handle')) set(node, 'aria-describedby', described(node.hasAttribute('aria-roledescription') ? 'tell.keys.plane' : 'tell.keys.line'));
  const { text = '' } = /** @type {HTMLElement} */ (node).dataset;
  const name = text.replace(/^page\.option\./, 'tell.option.');
  if (name === text) return;
  if (hasText(name)) set(node, 'aria-label', t(name));
  else node.removeAttribute('aria-label');
}

let minding = false;

/** From now on whatever the page says of itself is said well; its words are there. */
export function sayWell() {
  if (minding) return;
  minding = true;
  const attributeFilter = [...SPOKEN, 'aria-roledescription', 'data-text'];
  for (const node of document.querySelectorAll(attributeFilter.map((name) => `[${name}]`).join())) mind(node);
  new MutationObserver((records) => {
    for (const { target } of records) mind(/** @type {Element} */ (target));
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter });
}
