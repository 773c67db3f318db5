// What every line of the controls has: a name, a way back to the scenario's value, and room to say what is wrong.

import { LabError } from './bridge.js';
import { math } from './markup.js';
import { button, icon, make } from './nodes.js';
import { t } from './strings.js';

const RESET_ICON = 'M3 4.5v4h4M3.4 8.4A5.5 5.5 0 1 1 4.6 12';
const BROKEN_OFF = ['diverged', 'unsettled']; // the value was taken; it is the run that failed

/**
 * @param {import('./describe.js').Parameter} parameter
 * @param {HTMLInputElement | HTMLSelectElement} field in which the value is typed or chosen
 */
export function createLine({ key, symbol }, field) {
  const name = t(`param.${key}.name`);
  const element = make('div', 'parameter');
  element.classList.toggle('wordless', !symbol);
  element.dataset.key = key;
  element.title = t(`param.${key}.help`);
  field.id = `number-${key}`;

  const label = /** @type {HTMLLabelElement} */ (make('label', 'name', name));
  label.id = `name-${key}`;
  label.htmlFor = field.id;

  const mistake = make('p', 'error');
  mistake.id = `error-${key}`;
  mistake.setAttribute('role', 'alert');
  mistake.hidden = true;

  const reset = button('reset', '');
  reset.append(icon(RESET_ICON));

  return {
    element,
    name,
    label,
    reset,

    /** @param {Node[]} control what lies between the name and the field */
    fill(...control) {
      if (symbol) element.append(make('div', 'symbol', math(symbol)));
      element.append(label, ...control, field, reset, mistake);
    },

    /** The sentence says what is wrong, and what the run uses instead. @param {unknown} error @param {string} kept */
    complain(error, kept) {
      const { code, message } = /** @type {LabError} */ (error);
      mistake.textContent = BROKEN_OFF.includes(code) ? message : `${message} ${t('error.kept', { value: kept })}`;
      mistake.hidden = false;
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', mistake.id);
    },

    wrong: () => !mistake.hidden,

    forgive() {
      mistake.hidden = true;
      field.removeAttribute('aria-invalid');
      field.removeAttribute('aria-describedby');
    },

    /** @param {boolean} changed @param {string} own the scenario's value */
    offerReset(changed, own) {
      element.classList.toggle('changed', changed);
      const words = t('page.reset', { name, value: own });
      reset.setAttribute('aria-label', words);
      reset.title = words;
    },
  };
}
