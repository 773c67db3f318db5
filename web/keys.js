// Keys for the whole page. None is taken from a text field, from an element that has its own use for it, or from
// the browser: a modifier held means it is not ours.

const FIELDS = 'input:not([type="range"]), select, textarea, [contenteditable]';
const PRESSED_BY_SPACE = 'button, input, a[href], summary';
const MOVED_BY_KEYS = 'input, [role="slider"]';

/**
 * @typedef {object} Key
 * @property {string} key as the browser names it
 * @property {string} does the key of its words
 * @property {() => void} act
 * @property {string} [not] elements with their own use for this key
 * @property {boolean} [repeats] holding it down goes on
 */

/**
 * @param {object} acts
 * @param {() => void} acts.toggle
 * @param {(n: number) => void} acts.step
 * @param {() => void} acts.back
 * @param {(n: number) => void} acts.pace
 * @param {() => void} acts.help
 * @param {((n: number) => void) | null} acts.turn to another scenario, in views that have it
 * @returns {Key[]}
 */
export function keysOf({ toggle, step, back, pace, help, turn }) {
  return [
    { key: ' ', does: 'page.key.play', act: toggle, not: PRESSED_BY_SPACE },
    { key: '.', does: 'page.key.forward', act: () => step(1), repeats: true },
    { key: ',', does: 'page.key.backward', act: () => step(-1), repeats: true },
    { key: 'Home', does: 'page.key.start', act: back, not: MOVED_BY_KEYS },
    { key: '[', does: 'page.key.slower', act: () => pace(-1) },
    { key: ']', does: 'page.key.faster', act: () => pace(1) },
    ...(turn ? [
      { key: 'PageDown', does: 'page.key.next', act: () => turn(1), not: MOVED_BY_KEYS },
      { key: 'PageUp', does: 'page.key.previous', act: () => turn(-1), not: MOVED_BY_KEYS },
    ] : []),
    { key: '?', does: 'page.key.help', act: help },
  ];
}

/** @param {Key[]} keys @param {() => boolean} able */
export function listen(keys, able) {
  document.addEventListener('keydown', (event) => {
    const known = keys.find(({ key }) => key === event.key);
    if (!known || event.defaultPrevented || modified(event) || !able() || document.querySelector('dialog:modal')) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest(FIELDS) || (known.not && target.closest(known.not))) return;
    event.preventDefault();
    if (!event.repeat || known.repeats) known.act();
  });
}

/** Shift and AltGr make characters; the others make commands. @param {KeyboardEvent} event */
function modified(event) {
  if (event.metaKey) return true;
  return (event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph');
}
