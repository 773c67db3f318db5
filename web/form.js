// The lines of a small form: a name, and what is chosen beside it.

import { make } from './nodes.js';

let count = 0;

/** @param {string} name @param {HTMLElement[]} controls the first has the name */
export function line(name, ...controls) {
  const label = /** @type {HTMLLabelElement} */ (make('label', '', name));
  controls[0].id ||= `form-${++count}`;
  label.htmlFor = controls[0].id;
  return make('div', 'line', label, make('div', 'of', ...controls));
}

/** Several boxes under one name. @param {string} name @param {HTMLElement[]} boxes */
export function group(name, ...boxes) {
  const set = make('fieldset', 'line', make('legend', '', name), make('div', 'of', ...boxes));
  return set;
}

/** @param {[value: string, words: string][]} options @param {string} value @param {() => void} changed */
export function select(options, value, changed) {
  const node = /** @type {HTMLSelectElement} */ (make('select'));
  for (const [key, words] of options) node.append(new Option(words, key, false, key === value));
  node.addEventListener('change', changed);
  return node;
}

/** @param {string} words @param {boolean} on @param {() => void} changed */
export function box(words, on, changed) {
  const input = /** @type {HTMLInputElement} */ (make('input'));
  Object.assign(input, { type: 'checkbox', checked: on });
  input.addEventListener('change', changed);
  return { input, node: make('label', 'box', input, words) };
}

/**
 * A number in a range; what is out of it is put to its nearest end when somebody leaves the field.
 * @param {string} name read aloud
 * @param {number} value
 * @param {{min: number, max: number, step?: number}} range
 * @param {() => void} changed
 */
export function field(name, value, { min, max, step = 1 }, changed) {
  const input = /** @type {HTMLInputElement} */ (make('input', 'number'));
  Object.assign(input, { type: 'number', value: String(value), min: String(min), max: String(max), step: String(step), inputMode: 'decimal' });
  input.setAttribute('aria-label', name);
  input.addEventListener('change', () => {
    const wish = Number(input.value);
    input.value = String(input.value && Number.isFinite(wish) ? Math.min(Math.max(wish, Number(input.min)), Number(input.max)) : value);
    changed();
  });
  return input;
}
