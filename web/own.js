// Which scenario asks for somebody's own data, and by which parameter: read off the table, as all the page knows.

/**
 * The scenario in which somebody's own data count, and the parameter that holds them.
 * @param {import('./describe.js').Description} description
 */
export function ownOf({ parameters, scenarios }) {
  const parameter = parameters.find(({ kind }) => kind === 'text');
  const scenario = scenarios.find(({ values }) => parameter?.needs && Object.entries(parameter.needs).every(([key, words]) => words.includes(values[key])));
  return { key: parameter?.key ?? '', slug: scenario?.slug ?? '' };
}

/**
 * Whether a run is about somebody's own data.
 * @param {import('./describe.js').Description} description
 * @param {import('./describe.js').Values} values
 */
export function hasOwn({ parameters }, values) {
  const needs = parameters.find(({ kind }) => kind === 'text')?.needs ?? {};
  return Object.entries(needs).every(([key, words]) => words.includes(String(values[key])));
}
