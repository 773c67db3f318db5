// What the address asks of a phase diagram, in the lab and in a light figure: what can be used is done, the rest is named.

import { environment } from './environment.js';

/** Whether it asks for anything. */
export const wished = () => Object.values(environment.diagram).some((text) => text !== null);

/**
 * @param {import('./describe.js').Description['diagrams']} diagrams
 * @param {(choice?: Record<string, unknown>) => any} choose answers what is chosen
 * @returns {Promise<import('./remarks.js').Mistake[]>} what is wrong with it
 */
export async function grant({ kinds, choices }, choose) {
  const usual = await choose();
  /** @type {import('./remarks.js').Mistake[]} */
  const mistakes = [];
  /** @type {Record<string, unknown>} */
  const sound = {};
  for (const [option, text] of Object.entries(environment.diagram)) {
    if (text === null) continue;
    const allowed = option === 'kind' ? kinds.map(({ kind }) => kind) : choices[option] ?? [0, 1];
    const wish = allowed.find((each) => String(each) === text);
    const key = option === 'kind' ? 'diagram' : option; // in the address
    if (wish === undefined) mistakes.push({ code: 'notAChoice', key, value: text, allowed: allowed.map(String), used: usual[option] });
    else sound[option] = typeof usual[option] === 'boolean' ? Boolean(wish) : wish;
  }
  try {
    await choose(sound);
  } catch (error) {
    const { code, key, value } = /** @type {import('./bridge.js').LabError} */ (error); // two good ones that do not go together
    mistakes.push({ code, key, value });
  }
  return mistakes;
}
