// Sentences beside a picture, in the lab and in light figures: they follow the run without hurry, and are never announced.

import { aloud } from './aloud.js';
import { make } from './nodes.js';

const REST = 300; // milliseconds after the last change until the words follow
const PACE = 4000; // … and between two times they do while the run plays

/** Sentences as paragraphs, or of what happened as a list; those that stay are left alone. @param {HTMLElement} node @param {string[]} texts @param {'p' | 'li'} [name] */
export function fill(node, texts, name = 'p') {
  while (node.children.length > texts.length) node.lastElementChild?.remove();
  texts.forEach((text, i) => {
    const line = node.children[i] ?? node.appendChild(make(name));
    const said = aloud(text);
    if (line.textContent !== said) line.textContent = said;
  });
}

/**
 * Has the words follow: once a change has come to rest, and now and then while the run plays.
 * @param {() => boolean} playing
 * @param {() => Promise<void>} update
 * @returns {(unhurried?: boolean) => void} something has changed; unhurried: as it does all the time
 */
export function following(playing, update) {
  let timer = 0;
  let due = Infinity;
  return (unhurried = false) => {
    const wait = unhurried ? PACE : REST;
    const at = performance.now() + wait;
    if (playing() && timer && at >= due) return; // it would never come
    clearTimeout(timer);
    due = at;
    timer = setTimeout(() => {
      timer = 0;
      due = Infinity;
      update().catch(console.warn);
    }, wait);
  };
}
