// How the curves are drawn: small toggles in the corner of their panel. What each one switches stands in the page.

import { remember } from './environment.js';
import { hasText, t } from './strings.js';
import { hint } from './translate.js';

/**
 * @param {HTMLElement} group
 * @param {import('./api.js').Commands} commands
 */
export function createOptions(group, commands) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...group.querySelectorAll('button')]);
  /** @param {HTMLButtonElement} button */
  const pressed = (button) => button.getAttribute('aria-pressed') === 'true';

  for (const button of buttons) {
    button.addEventListener('click', () => {
      const wishes = buttons.map((other) => ({ of: other.dataset, chosen: pressed(other) !== (other === button) }));
      const draw = wishes.map(({ of, chosen }) => [of.option, chosen ? of.on : of.off]);
      commands.command('options', Object.fromEntries(draw)).catch(console.warn);
      remember(Object.fromEntries(wishes.map(({ of, chosen }) => [of.option, chosen ? of.on : undefined])));
    });
  }
  group.hidden = false;

  return {
    /** An option may have other words beside another network. @param {import('./describe.js').State} state */
    show({ options = {}, overlay }) {
      for (const button of buttons) {
        const { option = '', on } = button.dataset;
        button.setAttribute('aria-pressed', String(options[option] === on));
        const words = `page.option.${option}.${overlay}`;
        if (!hasText(words) || button.dataset.text === words) continue;
        button.dataset.text = words;
        button.textContent = t(words);
        button.dataset.hint = `${words}.help`;
        hint();
      }
    },

    /** @param {boolean} on */
    enable(on) {
      for (const button of buttons) button.disabled = !on;
    },
  };
}
