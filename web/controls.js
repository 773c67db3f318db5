// The controls: one line per shown parameter, in the groups of the table.

import { arrived } from './arrived.js';
import { createChoice } from './choice.js';
import { createFold } from './fold.js';
import { createParameter } from './parameter.js';
import { limitsOf } from './scale.js';
import { t } from './strings.js';

const LINES = { choice: createChoice, text: createText };

/** Whether a parameter changes anything beside the choices made. @param {import('./describe.js').Parameter} parameter @param {import('./describe.js').Values} values */
export const counts = ({ needs = {}, with: other }, values) => (
  Object.entries(needs).every(([key, words]) => words.includes(values[key])) && (!other || values[other] !== 0));

/**
 * A line whose code and words come when it counts for the first time.
 * @param {import('./describe.js').Parameter} parameter
 * @param {(value: string) => Promise<unknown>} set
 * @param {() => void} open the sheet in which it is written
 */
function createText(parameter, set, open) {
  const element = document.createElement('div');
  /** @type {ReturnType<typeof import('./text.js').fillText> | undefined} */
  let line;
  /** @type {[string, string]} */
  let values;
  return {
    parameter,
    element,
    settle: () => line?.then(({ settle }) => settle()),

    /** @param {[string, string]} now */
    show(...now) {
      if (element.hidden) return;
      values = now;
      line ??= arrived(element, () => import('./text.js').then(({ fillText }) => fillText(element, parameter, set, open)));
      line.then(({ show }) => show(...values));
    },
  };
}

/**
 * @param {HTMLElement} form
 * @param {import('./describe.js').Parameter[]} shown
 * @param {(values: import('./describe.js').Values) => Promise<unknown>} set
 * @param {(on: boolean) => void} hold told when a hand takes hold of a slider, and when it lets go
 * @param {() => void} open the sheet of a longer text
 */
export function createControls(form, shown, set, hold, open) {
  const lines = shown.map((parameter) => {
    const create = LINES[parameter.kind] ?? createParameter;
    return create(parameter, (/** @type {number | string} */ value) => set({ [parameter.key]: value }), open);
  });

  /** @type {ReturnType<typeof createFold>[]} */
  const folds = [];
  for (const group of new Set(shown.map((parameter) => parameter.group))) {
    const members = lines.filter((line) => line.parameter.group === group);
    const heading = document.createElement('h2');
    heading.id = `group-${group}`;
    heading.textContent = t(`page.group.${group}`);
    const section = document.createElement('section');
    section.setAttribute('aria-labelledby', heading.id);
    const elements = members.map(({ element }) => element);
    if (members.every(({ parameter }) => parameter.aside)) {
      const fold = createFold(heading, elements, members.map(({ parameter }) => parameter), set);
      folds.push(fold);
      section.append(fold.element);
    } else section.append(heading, ...elements);
    form.append(section);
  }
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('pointerdown', ({ target, button: pressed }) => {
    if (pressed || !(target instanceof HTMLInputElement) || target.type !== 'range') return;
    hold(true);
    const ended = new AbortController();
    for (const end of ['pointerup', 'pointercancel', 'blur']) {
      window.addEventListener(end, () => (ended.abort(), hold(false)), { signal: ended.signal });
    }
  });

  /** @type {import('./describe.js').Values | null} */
  let shownValues = null;

  /** A line that goes hands the focus on to the one before it. */
  function bequeath() {
    const gone = lines.findIndex(({ element }) => element.hidden && element.contains(document.activeElement));
    const heirs = lines.slice(0, Math.max(gone, 0)).filter(({ element }) => !element.hidden);
    const fields = /** @type {HTMLElement[]} */ (heirs.flatMap(({ element }) => element.querySelector('input, select') ?? []));
    fields.pop()?.focus();
  }

  return {
    /**
     * @param {import('./describe.js').Values} values
     * @param {import('./describe.js').Values} defaults the scenario's own
     */
    show(values, defaults) {
      const changed = values !== shownValues;
      shownValues = values;
      for (const { parameter, element, show, settle } of lines) {
        const now = values[parameter.key];
        const own = defaults[parameter.key];
        const idle = parameter.seldom && now === parameter.default && own === now && !element.matches(':focus-within');
        const away = idle || !counts(parameter, values);
        if (element.hidden !== away) element.hidden = away;
        show(now, own, limitsOf(parameter, values));
        if (changed) settle();
      }
      for (const fold of folds) fold.show(values);
      bequeath();
    },

    /** @param {boolean} on */
    enable(on) {
      form.inert = !on;
    },

    /** Points once at the parameter to try first. @returns {import('./describe.js').Parameter | undefined} */
    invite() {
      const line = lines.find(({ parameter }) => parameter.invite);
      line?.element.classList.add('inviting');
      return line?.parameter;
    },
  };
}
