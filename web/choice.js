// One parameter that is a choice among words, in one line: name, menu, and a way back to the scenario's value.

import { createLine } from './parameter.js';
import { t } from './strings.js';

/**
 * @param {import('./describe.js').Parameter} parameter
 * @param {(value: string) => Promise<unknown>} set rejects with what is wrong about the value
 */
export function createChoice(parameter, set) {
  const { key, choices = [] } = parameter;
  /** @param {unknown} choice */
  const words = (choice) => t(`param.${key}.${choice}`);
  const menu = document.createElement('select');
  menu.append(...choices.map((choice) => new Option(words(choice), choice)));
  const line = createLine(parameter, menu);
  line.element.classList.add('choice');
  line.fill();
  /** @type {unknown} */
  let value;
  /** @type {unknown} */
  let own;
  let asked = 0; // how many times; only the last answer counts

  /** @param {string} wish */
  async function change(wish) {
    const turn = ++asked;
    try {
      await set(wish);
      if (turn === asked) line.forgive();
    } catch (error) {
      if (turn !== asked) return;
      line.complain(error, words(value));
      menu.value = String(value);
    }
  }

  menu.addEventListener('change', () => change(menu.value));
  line.reset.addEventListener('click', () => {
    change(String(own));
    menu.focus(); // the button is about to disappear under the focus
  });

  return {
    parameter,
    element: line.element,
    settle: line.forgive,

    /** @param {unknown} now @param {unknown} scenarioValue */
    show(now, scenarioValue) {
      if (now === value && scenarioValue === own) return;
      value = now;
      own = scenarioValue;
      menu.value = String(value);
      line.offerReset(value !== own, words(own));
    },
  };
}
