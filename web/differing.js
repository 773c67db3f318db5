// What one run has that another has not, as a part of a sentence in the markup.

import { hasText, list, number, t } from './strings.js';

/**
 * @param {{key: string, value: unknown}[]} differences
 * @param {import('./describe.js').Parameter[]} parameters
 */
export const differing = (differences, parameters) => list(differences.map(({ key, value }) => {
  if (typeof value === 'string') return hasText(`param.${key}.${value}`) ? t(`param.${key}.${value}`) : value;
  const symbol = parameters.find((parameter) => parameter.key === key)?.symbol;
  return `${symbol ? `$${symbol}$` : t(`param.${key}.name`)} = ${number(Number(value))}`;
}));
