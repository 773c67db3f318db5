// One parameter in one line: symbol, name, slider, number field, and a way back to the scenario's value.

import { LabError } from './bridge.js';
import { math } from './markup.js';
import { button, icon, make } from './nodes.js';
import { scaleOf } from './scale.js';
import { hasText, number, sentences, t, typed } from './strings.js';

const RESET_ICON = 'M3 4.5v4h4M3.4 8.4A5.5 5.5 0 1 1 4.6 12';
const BROKEN_OFF = ['diverged', 'unsettled']; // the value was taken; it is the run that failed
const DRAW_MAX = 9999; // a drawn seed stays short enough to be told to a colleague

/** @type {Map<string, number>} how many lines there are of each parameter: pages of many figures have several */
const lines = new Map();

/**
 * What every line has: a name, a way back to the scenario's value, and room to say what is wrong.
 * @param {import('./describe.js').Parameter} parameter
 * @param {HTMLInputElement | HTMLSelectElement} field in which the value is typed or chosen
 */
export function createLine({ key, symbol }, field) {
  const name = t(`param.${key}.name`);
  const count = (lines.get(key) ?? 0) + 1;
  lines.set(key, count);
  const own = count > 1 ? `${key}-${count}` : key;
  const element = make('div', 'parameter');
  element.classList.toggle('wordless', !symbol);
  element.classList.toggle('broad', symbol.includes('/'));
  element.dataset.key = key;
  element.dataset.hint = `param.${key}.help`; // its words come later
  field.id = `number-${own}`;
  const help = `hint-${key}`; // so does the element of that name, see hints.js
  field.setAttribute('aria-describedby', help);

  const label = /** @type {HTMLLabelElement} */ (make('label', 'name', name));
  label.id = `name-${own}`;
  label.htmlFor = field.id;

  const mistake = make('p', 'error');
  mistake.id = `error-${own}`;
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
      mistake.textContent = BROKEN_OFF.includes(code) ? message : sentences([message, t('error.kept', { value: kept })]);
      mistake.hidden = false;
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', `${mistake.id} ${help}`);
    },

    wrong: () => !mistake.hidden,

    forgive() {
      mistake.hidden = true;
      field.removeAttribute('aria-invalid');
      field.setAttribute('aria-describedby', help);
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

/** In a few digits, as the figures write it. @param {number} value */
const short = (value) => Number(value.toPrecision(Number.isInteger(value) ? 12 : 4));

/** @param {number} value */
const brief = (value) => number(short(value));

/**
 * @param {import('./describe.js').Parameter} parameter
 * @param {(value: number) => Promise<unknown>} set rejects with what is wrong about the value
 */
export function createParameter(parameter, set) {
  const { key } = parameter;
  let { min, max } = parameter;
  let scale = scaleOf(parameter);
  let asked = 0; // how many times; only the last answer counts
  let value = Number(parameter.default);
  let own = value;
  /** @type {boolean | undefined} whether the slider says its value with its unit; it says none yet */
  let worded;

  const field = document.createElement('input');
  field.className = 'number';
  field.inputMode = min < 0 ? 'text' : 'decimal'; // telephones hide the minus from their decimal keys
  field.spellcheck = false;
  const line = createLine(parameter, field);
  const { element, label, name, reset } = line;

  const slider = parameter.scale === 'none' ? null : range();
  const draw = slider ? null : button('word', t('page.new'));

  line.fill(/** @type {HTMLElement} */ (slider ?? draw));

  /** @param {number} wish */
  async function change(wish) {
    const turn = ++asked;
    try {
      await set(wish);
      if (turn === asked) forgive();
    } catch (error) {
      if (turn !== asked) return;
      complain(error);
      placeThumb();
    }
  }

  /** The field keeps what the person typed. @param {unknown} error */
  const complain = (error) => line.complain(error, number(value));

  function forgive() {
    line.forgive();
    field.value = field.matches(':focus') ? typed(value) : brief(value);
  }

  /** The slider stands where the run is, whatever was asked of it. */
  function placeThumb() {
    if (slider && scale.value(slider.valueAsNumber) !== value) slider.valueAsNumber = Math.round(scale.position(value));
  }

  async function commit() {
    const text = field.value;
    const turn = ++asked;
    const reading = await import('./reading.js').catch(console.warn);
    if (turn !== asked) return undefined; // taken back, or typed anew, in the meantime
    if (!reading) return complain(new Error(t('page.partMissing')));
    const wish = reading.readNumber(text, parameter.kind === 'integer');
    if (wish !== undefined && Number.isFinite(wish)) return change(wish);
    const code = wish === undefined ? 'ambiguous' : Number.isNaN(wish) ? 'notANumber' : 'outOfRange';
    return complain(new LabError({ code, key, value: text.trim(), min: parameter.min, max: parameter.max }));
  }

  /** @param {number} by */
  function nudge(by) {
    const position = scale.position(value);
    const next = by > 0 ? Math.floor(position + 1e-9) + by : Math.ceil(position - 1e-9) + by;
    return change(scale.value(Math.max(0, Math.min(next, scale.positions - 1))));
  }

  field.addEventListener('change', commit);
  field.addEventListener('focus', () => {
    if (field.value === brief(value)) field.value = typed(value); // all of it, for who types
    field.select();
  });
  field.addEventListener('blur', () => { if (field.value === typed(value)) field.value = brief(value); });
  field.addEventListener('keydown', (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.key === 'Escape') {
      asked++; // whatever is on its way
      forgive();
    }
    if (!by) return;
    event.preventDefault();
    nudge(by);
  });
  reset.addEventListener('click', () => {
    change(own);
    (slider ?? field).focus(); // the button is about to disappear under the focus
  });
  slider?.addEventListener('input', () => change(scale.value(slider.valueAsNumber)));
  slider?.addEventListener('dblclick', () => change(own));
  draw?.addEventListener('click', () => change(min + Math.floor(Math.random() * (Math.min(max, DRAW_MAX) - min + 1))));
  draw?.setAttribute('aria-label', t('page.new.label', { name }));

  function range() {
    const input = document.createElement('input');
    input.type = 'range';
    input.min = '0';
    input.max = String(scale.positions - 1);
    input.setAttribute('aria-labelledby', label.id);
    input.setAttribute('aria-describedby', `hint-${key}`);
    return input;
  }

  return {
    parameter,
    element,

    /** What was wrong before the run changed is no longer so. */
    settle() {
      if (line.wrong()) forgive();
    },

    /** @param {number} now @param {number} scenarioValue @param {number[]} limits the least and the largest value it may have now */
    show(now, scenarioValue, [least, most]) {
      const words = `param.${key}.value`; // which come later
      const told = hasText(words);
      if (slider && (now !== value || told !== worded)) slider.setAttribute('aria-valuetext', told ? t(words, { value: short(now) }) : brief(now));
      worded = told;
      if (now === value && scenarioValue === own && least === min && most === max && field.value) return;
      value = now;
      own = scenarioValue;
      if (least !== min || most !== max) {
        [min, max] = [least, most]; // of the slider
        scale = scaleOf({ ...parameter, min, max });
        if (slider) slider.max = String(scale.positions - 1);
      }
      line.offerReset(value !== own, number(own));
      if (slider) {
        const last = scale.positions - 1;
        placeThumb();
        slider.style.setProperty('--default', String(last ? Math.min(scale.position(own) / last, 1) : 0));
      }
      forgive();
    },
  };
}
