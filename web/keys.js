// Keys for the whole page. None is taken from a text field, from an element that has its own use for it, or from
// the browser: a modifier held means it is not ours.

const FIELDS = 'input:not([type="range"]), select, textarea, [contenteditable]';
const TYPED = 'input:not([type="range"]), textarea, [contenteditable]';
const NOTHING = ':not(*)';
const PRESSED_BY_SPACE = 'button, input, a[href], summary';
const MOVED_BY_KEYS = 'input, [role="slider"]';

/**
 * @typedef {object} Key
 * @property {string} key as the browser names it
 * @property {string} does the key of its words
 * @property {() => void} act
 * @property {string} [not] elements with their own use for this key
 * @property {boolean} [repeats] holding it down goes on
 * @property {boolean} [always] whatever has the focus, but for text that is being typed
 * @property {boolean} [pages] where the page is higher than its window, it first takes that to its end
 * @property {boolean} [hidden] not in the list of keys: another one does the same
 */

/**
 * @param {object} acts
 * @param {() => void} acts.toggle
 * @param {(n: number) => void} acts.step
 * @param {(() => void) | null} acts.back to the start; not where the key belongs to the page around
 * @param {(n: number) => void} acts.pace
 * @param {(() => void) | null} acts.help
 * @param {(() => void) | null} acts.pin keeps the run to compare with
 * @param {((n: number) => void) | null} acts.moment to the next moment at which something happens, or to the one before
 * @param {(() => void) | null} acts.words opens the run in words and tables
 * @param {{turn: (n: number) => void, blank: () => void} | null} acts.lecture what a clicker does, in the view for an
 *   audience: another scenario, and an empty screen
 * @returns {Key[]}
 */
export function keysOf({ toggle, step, back, pace, help, pin, moment, words, lecture }) {
  return [
    { key: ' ', does: 'page.key.play', act: toggle, not: PRESSED_BY_SPACE },
    ...(lecture ? ['b', 'B', '.'].map((key) => ({ key, does: 'page.key.blank', act: lecture.blank, always: true, hidden: key !== 'b' })) : [
      { key: '.', does: 'page.key.forward', act: () => step(1), repeats: true },
    ]),
    { key: ',', does: 'page.key.backward', act: () => step(-1), repeats: true },
    ...(back ? [{ key: 'Home', does: 'page.key.start', act: back, not: MOVED_BY_KEYS, pages: true }] : []),
    { key: '[', does: 'page.key.slower', act: () => pace(-1) },
    { key: ']', does: 'page.key.faster', act: () => pace(1) },
    ...(lecture ? [
      { key: 'PageDown', does: 'page.key.next', act: () => lecture.turn(1), always: true, pages: true },
      { key: 'PageUp', does: 'page.key.previous', act: () => lecture.turn(-1), always: true, pages: true },
    ] : []),
    ...(pin ? ['p', 'P'].map((key) => ({ key, does: 'page.key.pin', act: pin, hidden: key !== 'p' })) : []),
    ...(moment ? [
      { key: 'm', does: 'page.key.moment', act: () => moment(1) },
      { key: 'M', does: 'page.key.momentBack', act: () => moment(-1) },
    ] : []),
    ...(words ? ['w', 'W'].map((key) => ({ key, does: 'page.key.words', act: words, hidden: key !== 'w' })) : []),
    ...(help ? [{ key: '?', does: 'page.key.help', act: help }] : []),
  ];
}

/**
 * @param {Key[]} keys
 * @param {() => boolean} able
 * @param {() => boolean} [on] whether keys act wherever the focus is; those of a clicker always do
 */
export function listen(keys, able, on = () => true) {
  /** @param {KeyboardEvent} event @param {boolean} first before anything else on the page */
  function press(event, first) {
    const known = keys.find(({ key }) => key === event.key);
    if (!known || Boolean(known.always) !== first || event.defaultPrevented || modified(event) || !(on() || known.always && known.key.length > 1) || !able() || document.querySelector('dialog:modal')) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (known.pages && scrolls(known.key) && !target.closest(MOVED_BY_KEYS)) return;
    if (target.closest(known.always ? (known.key.length > 1 ? NOTHING : TYPED) : FIELDS) || (known.not && target.closest(known.not))) return;
    event.preventDefault();
    if (known.always) event.stopPropagation();
    if (!event.repeat || known.repeats) known.act();
  }
  document.addEventListener('keydown', (event) => press(event, true), { capture: true });
  document.addEventListener('keydown', (event) => press(event, false));
}

/** Whether the page can go on that way. @param {string} key */
function scrolls(key) {
  const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
  if (key === 'PageDown') return scrollTop + clientHeight < scrollHeight - 1;
  return (key === 'PageUp' || key === 'Home') && scrollTop > 0;
}

/** Shift and AltGr make characters; the others make commands. @param {KeyboardEvent} event */
function modified(event) {
  if (event.metaKey) return true;
  return (event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph');
}
