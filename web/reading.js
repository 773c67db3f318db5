// Numbers as people write them: with a comma for the point, a true minus, digits of another script, or powers of ten as
// the page writes them.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const POWER = /^(?:([^·×*x]+)[·×*x]|([-+]?))10(?:\^\{?([-+]?\d+)\}?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))$/;
/** @type {[RegExp, string][]} Two marks of one kind part thousands, and so does the first of two kinds. */
const THOUSANDS = [[/^[1-9]\d{0,2}(,\d{3})+(,\d{3}|\.\d+)$/, ','], [/^[1-9]\d{0,2}(\.\d{3})+(\.\d{3}|,\d+)$/, '.']];
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
const WIDE = 0xfee0; // from ASCII to the full-width characters of East Asian keyboards

/** In ASCII, but for the marks of powers, and without blanks or apostrophes between thousands. @param {string} text */
const western = (text) => text.replace(INVISIBLE, '').trim()
  .replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - WIDE))
  .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
  .replaceAll('٫', '.')
  .replace(/[−–‐‑‒﹣]/g, '-').replace(/^([-+])\s+/, '$1')
  .replace(/^([-+]?[1-9]\d{0,2})([\s'’٬_])\d{3}(?:\2\d{3})*(?!\d)/, (number) => number.replace(/[^-+\d]/g, ''));

/**
 * The number, NaN if it is none, or undefined if it can be read as two: "10,000" is ten to some and ten thousand to
 * others, and so is "10.000" where whole numbers are asked for.
 * @param {string} text
 * @param {boolean} [whole]
 * @returns {number | undefined}
 */
export function readNumber(text, whole = false) {
  const plain = western(text);
  const power = POWER.exec(plain.replaceAll(/\s/g, ''));
  if (power) {
    const [, factor, sign = '', caret, raised] = power;
    const exponent = caret ?? [...raised].map((mark) => ({ '⁻': '-', '⁺': '' }[mark] ?? SUPERSCRIPTS.indexOf(mark))).join('');
    const mantissa = factor === undefined ? Number(`${sign}1`) : readNumber(factor, whole);
    return mantissa === undefined ? undefined : mantissa && Number(`${mantissa}e${exponent}`);
  }
  const [, sign, digits, exponent = ''] = /^([-+]?)([\d.,]+)(e[-+]?\d+)?$/i.exec(plain) ?? [];
  if (!digits) return NaN;
  if (/^[1-9]\d{0,2},\d{3}$/.test(digits) || (whole && /^[1-9]\d{0,2}\.\d{3}$/.test(digits))) return undefined;
  const [, mark] = THOUSANDS.find(([shape]) => shape.test(digits)) ?? [];
  const number = (mark ? digits.replaceAll(mark, '') : digits).replace(',', '.');
  return /^(\d+\.?\d*|\.\d+)$/.test(number) ? Number(sign + number + exponent) : NaN;
}
