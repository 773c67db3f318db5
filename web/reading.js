// Numbers as people write them: with a comma for the point, a true minus, or powers of ten as the page writes them.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const POWER = /^(?:([^·×*]+)[·×*])?10(?:\^\{?([-+]?\d+)\}?|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))$/;

/**
 * The number, NaN if it is none, or undefined if it can be read as two: "10,000" is ten to some and ten thousand to others.
 * @param {string} text
 * @returns {number | undefined}
 */
export function readNumber(text) {
  const plain = text.trim().replace(/[−–]/g, '-').replace(/(\d)[\s\u00a0\u2009\u202f'’](?=\d{3}\b)/g, '$1');
  const power = POWER.exec(plain.replaceAll(/\s/g, ''));
  if (power) {
    const exponent = power[2] ?? [...power[3]].map((sign) => ({ '⁻': '-', '⁺': '' }[sign] ?? SUPERSCRIPTS.indexOf(sign))).join('');
    const mantissa = power[1] === undefined ? 1 : readNumber(power[1]);
    return mantissa === undefined ? undefined : mantissa && Number(`${mantissa}e${exponent}`);
  }
  if (/^[-+]?[1-9]\d{0,2},\d{3}$/.test(plain)) return undefined;
  const grouped = /^[-+]?\d{1,3}(,\d{3}){2,}(\.\d*)?$|^[-+]?\d{1,3}(,\d{3})+\.\d+$/.test(plain);
  const number = grouped ? plain.replaceAll(',', '') : plain.replace(',', '.');
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(number) ? Number(number) : NaN;
}
