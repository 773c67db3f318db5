// A group of parameters that most runs leave alone: folded, with a summary that says how many are not, until one is.

import { button, make } from './nodes.js';
import { t } from './strings.js';

/**
 * @param {HTMLElement} heading says how many are on
 * @param {HTMLElement[]} lines
 * @param {import('./describe.js').Parameter[]} parameters theirs
 * @param {(values: import('./describe.js').Values) => Promise<unknown>} set
 */
export function createFold(heading, lines, parameters, set) {
  const name = heading.textContent ?? '';
  const off = button('word', t('page.group.off'));
  const summary = make('summary', '', heading);
  const element = /** @type {HTMLDetailsElement} */ (make('details', 'fold', summary, ...lines, off));
  let on = 0;

  off.addEventListener('click', () => {
    set(Object.fromEntries(parameters.map((parameter) => [parameter.key, parameter.default]))).catch(console.warn);
    summary.focus(); // the button is about to disappear under the focus
  });

  element.addEventListener('toggle', () => {
    if (element.open && summary.matches(':focus')) element.scrollIntoView({ block: 'nearest' }); // by hand, and perhaps below the edge
  });

  return {
    element,

    /** What goes on only beside another one is no more than how that one is. @param {import('./describe.js').Values} values */
    show(values) {
      const now = parameters.filter((parameter) => !parameter.with && values[parameter.key] !== parameter.default).length;
      if (now && !on) element.open = true;
      on = now;
      const words = on ? t('page.group.on', { group: name, n: on }) : name;
      if (heading.textContent !== words) heading.textContent = words;
      off.hidden = !on;
    },
  };
}
