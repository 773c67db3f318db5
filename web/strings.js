// Words: a flat table of templates. `{name}` is replaced by a value; a placeholder without a value stays as it is,
// so that the markup's own braces (`w_{B}`) survive.

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
  return table[key].replace(/\{(\w+)\}/g, (whole, name) => (values[name] == null ? whole : show(values[name])));
}

/**
 * A number as a person would write it: a true minus, powers of ten as powers.
 * @param {number} x
 */
export function number(x) {
  const [mantissa, exponent] = plain(x).split('e');
  const power = exponent ? `10${superscript(String(Number(exponent)))}` : '';
  return (power && mantissa === '1' ? power : [mantissa, power].filter(Boolean).join('·')).replaceAll('-', '−');
}

/**
 * A number as it can be typed, without the crumbs of binary arithmetic.
 * @param {number} x
 */
export function plain(x) {
  return String(Number(x.toPrecision(12)));
}

/** @param {string} digits */
const superscript = (digits) => digits.replace(/[-\d]/g, (digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]));

/** @param {unknown} value */
function show(value) {
  if (typeof value === 'number') return number(value);
  return Array.isArray(value) ? value.map(show).join(', ') : String(value);
}
