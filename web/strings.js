// Words: a flat table of templates. `{name}` is replaced by a value; a placeholder without a value stays as it is,
// so that the markup's own braces (`w_{B}`) survive. `{n:network|networks}` is the form of the word for the number n, of
// the forms that Intl.PluralRules names for the language, in their order.

import { environment } from './environment.js';

const { lang } = environment;
const forms = new Intl.PluralRules(lang);
const { pluralCategories } = forms.resolvedOptions();
/** @param {Intl.NumberFormatOptions} options */
const format = (options) => new Intl.NumberFormat(lang, { useGrouping: false, ...options });
const decimal = format({}).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
const whole = format({ maximumSignificantDigits: 12 });

/** @type {Record<string, string>} */
const table = {};

/** Takes a part of the catalogue in. @param {Record<string, string>} strings */
export function useStrings({ build, ...strings }) {
  globalThis.unimodalBiasPart?.(build);
  Object.assign(table, strings);
}

/** Every word there is so far. */
export const allStrings = () => table;

/** @param {string} key */
export const hasText = (key) => Object.hasOwn(table, key);

/**
 * The sentence for a key. Nobody should have to read a key: where its words are missing nothing is shown, and the
 * console says so, which tests watch.
 * @param {string} key
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  if (!hasText(key)) {
    console.error(`no words for ${key}`);
    return '';
  }
  return table[key].replace(/\{(\w+)(?::([^{}]*\|[^{}]*))?\}/g, (all, name, words) => {
    const value = values[name];
    if (value == null) return all;
    return words ? words.split('|').at(pluralCategories.indexOf(forms.select(Number(value)))) ?? all : show(value);
  });
}

/** Several sentences as one text. @param {string[]} said */
export const sentences = (said) => said.join(t('sentence.gap'));

/** @param {unknown[]} items */
export const list = (items) => items.map(show).join(t('list.separator'));

/**
 * A number as a person would write it: a true minus, powers of ten as powers.
 * @param {number} x
 */
export function number(x) {
  const [mantissa, exponent] = plain(x).split('e');
  const power = exponent ? `10${superscript(String(Number(exponent)))}` : '';
  const shown = Number.isFinite(Number(mantissa)) ? whole.format(Number(mantissa)) : mantissa;
  return (power && mantissa === '1' ? power : [shown, power].filter(Boolean).join('·')).replaceAll('-', '−');
}

/** With a fixed number of decimals. @param {number} x @param {number} decimals */
export const fixed = (x, decimals) => format({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(x).replace('-', '−');

/**
 * A number as it can be typed in any language, without the crumbs of binary arithmetic.
 * @param {number} x
 */
export function plain(x) {
  return String(Number(x.toPrecision(12)));
}

/** The same as the language writes it. @param {number} x */
export const typed = (x) => plain(x).replace('.', decimal);

/** @param {string} digits */
const superscript = (digits) => digits.replace(/[-\d]/g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));

/** @param {unknown} value @returns {string} */
function show(value) {
  if (typeof value === 'number') return number(value);
  return Array.isArray(value) ? list(value) : String(value);
}
