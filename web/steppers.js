// Parameters that belong to a picture can be changed in it: less, the value, more. Which ones, describe.json says.

import { math } from './markup.js';
import { limitsOf } from './scale.js';
import { number, t } from './strings.js';

/**
 * @param {import('./describe.js').Description} description
 * @param {(values: import('./describe.js').Values) => Promise<unknown>} set
 * @param {(error: Error) => void} refused told why a value was not taken
 */
export function createSteppers({ parameters }, set, refused) {
  const steppers = parameters.flatMap((parameter) => {
    const place = document.querySelector(`.slot[data-panel="${parameter.panel}"] .steppers`);
    if (!parameter.panel || !place) return [];
    const stepper = createStepper(parameter, set, refused);
    place.append(stepper.element);
    /** @type {HTMLElement} */ (place).hidden = false;
    return [stepper];
  });

  return {
    /** @param {import('./describe.js').Values} values */
    show(values) {
      for (const { parameter, show } of steppers) show(values[parameter.key], limitsOf(parameter, values)[1]);
    },

    /** @param {boolean} on */
    enable(on) {
      for (const { element } of steppers) element.inert = !on;
    },
  };
}

/**
 * @param {import('./describe.js').Parameter} parameter
 * @param {(values: import('./describe.js').Values) => Promise<unknown>} set
 * @param {(error: Error) => void} refused told why a value was not taken
 */
function createStepper(parameter, set, refused) {
  const { key, symbol, min } = parameter;
  const name = t(`param.${key}.name`);
  let value = Number(parameter.default);
  let { max } = parameter;

  const element = document.createElement('div');
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', name);
  element.dataset.hint = `param.${key}.help`;
  const readOut = document.createElement('output');
  const less = button('−', t('page.less', { name }), -1);
  const more = button('+', t('page.more', { name }), 1);
  const sign = math(symbol);
  element.append(less, sign, readOut, more);

  /** @param {string} text @param {string} label @param {number} by */
  function button(text, label, by) {
    const node = document.createElement('button');
    node.type = 'button';
    node.textContent = text;
    node.setAttribute('aria-label', label);
    node.addEventListener('click', () => {
      const next = Math.max(min, Math.min(value + by, max));
      if (next !== value) set({ [key]: next }).catch(refused);
    });
    return node;
  }

  return {
    parameter,
    element,

    /** @param {number} now @param {number} limit */
    show(now, limit) {
      value = now;
      max = limit;
      const text = `= ${number(now)}`;
      if (readOut.textContent !== text) readOut.textContent = text; // who listens hears every change of it
      // aria-disabled, not disabled: the focus stays where the person left it.
      less.setAttribute('aria-disabled', String(now <= min));
      more.setAttribute('aria-disabled', String(now >= max));
    },
  };
}
