// What a slider's positions mean. Linear ones count steps; logarithmic ones climb a ladder of numbers a person would choose.

const MANTISSAS = [1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 9];

/**
 * @typedef {import('./describe.js').Parameter} Parameter
 * @typedef {{positions: number, value: (position: number) => number, position: (value: number) => number}} Scale
 *   positions are 0 … positions − 1; `position` answers fractions for values between two of them
 */

/**
 * The least and the largest value a parameter may have beside the others.
 * @param {Parameter} parameter
 * @param {import('./describe.js').Values} values
 */
export function limitsOf({ key, min, max, from, to, maxKey, sum }, values) {
  if (from && to) return [Math.min(from, values[key] ?? from), Math.max(to, values[key] ?? to)];
  if (sum) return [sum.min - values[sum.key], sum.max - values[sum.key]];
  return [min, Math.min(max, values[maxKey ?? ''] ?? max)];
}

/**
 * @param {Parameter} parameter
 * @returns {Scale}
 */
export function scaleOf(parameter) {
  return parameter.scale === 'log' ? logarithmic(parameter) : linear(parameter);
}

/** @param {Parameter} parameter @returns {Scale} */
function linear({ min, max, step = 1 }) {
  return {
    positions: Math.round((max - min) / step) + 1,
    value: (position) => clean(Math.min(min + position * step, max)),
    position: (value) => (value - min) / step,
  };
}

/** @param {Parameter} parameter @returns {Scale} */
function logarithmic({ min, max, kind }) {
  const rungs = ladder(min, max).map((rung) => (kind === 'integer' ? Math.round(rung) : rung));
  const values = [...new Set([min, ...rungs, max])].sort((a, b) => a - b);
  return {
    positions: values.length,
    value: (position) => values[position],
    position(value) {
      const above = values.findIndex((rung) => rung >= value);
      if (above <= 0) return above < 0 ? values.length - 1 : 0;
      const [low, high] = [values[above - 1], values[above]];
      return above - 1 + Math.log(value / low) / Math.log(high / low);
    },
  };
}

/** @param {number} min @param {number} max */
function ladder(min, max) {
  const rungs = [];
  for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
    for (const mantissa of MANTISSAS) rungs.push(Number(`${mantissa}e${decade}`));
  }
  return rungs.filter((rung) => rung >= min && rung <= max);
}

/** Sums of decimal steps without their binary crumbs, of which there are some in place of 0, too. @param {number} x */
function clean(x) {
  return Number(x.toFixed(10));
}
