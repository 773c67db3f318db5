// Ctrl or ⌘ Z takes back a change of parameters or of pinned runs, and with Shift makes it again.

import { emit, on } from './events.js';

const REST = 400; // milliseconds without another change: a drag is one step
const MOST = 100; // steps

/**
 * @param {(values: Record<string, unknown>) => Promise<unknown>} set
 * @param {() => boolean} able
 * @param {import('./describe.js').State} first the state to come back to
 */
export function createUndo(set, able, first) {
  /** @typedef {{scenario: string, values: Record<string, unknown>, pins: string}} State */
  /** @type {State[]} */
  const past = [];
  /** @type {State[]} */
  let future = [];
  const { scenario, values, pins = '' } = first;
  /** @type {State} */
  let now = { scenario, values: { ...values }, pins };
  /** @type {State | null} */
  let seen = null;
  let timer = 0;
  let travelling = false;

  /** @param {State} a @param {State} b */
  const same = (a, b) => a.scenario === b.scenario && a.pins === b.pins && Object.keys(a.values).every((key) => a.values[key] === b.values[key]);

  function keep() {
    if (!seen || same(now, seen)) return;
    if (!travelling) {
      past.push(now);
      if (past.length > MOST) past.shift();
      future = [];
    }
    travelling = false;
    now = seen;
  }

  on('state', ({ scenario, values, pins = '' }) => {
    if (seen && same(seen, { scenario, values, pins })) return;
    seen = { scenario, values: { ...values }, pins };
    clearTimeout(timer);
    timer = setTimeout(keep, REST);
  });

  /** @param {boolean} back */
  async function travel(back) {
    clearTimeout(timer);
    keep();
    const before = now;
    const [from, to] = back ? [past, future] : [future, past];
    const target = from.pop();
    if (!target) return emit('travelled', { back, before });
    to.push(before);
    travelling = true;
    const { scenario, values, pins } = target;
    await set({ ...(scenario === before.scenario ? {} : { scenario }), ...values, pins });
    emit('travelled', { back, before, now: target });
  }

  document.addEventListener('keydown', (event) => {
    const redo = event.shiftKey ? event.key.toLowerCase() === 'z' : event.ctrlKey && event.key === 'y';
    if (event.altKey || !(event.ctrlKey || event.metaKey) || (!redo && event.key !== 'z') || event.defaultPrevented) return;
    if (!able() || document.querySelector('dialog:modal')) return;
    if (event.target instanceof Element && event.target.closest('input:not([type="range"]), textarea, [contenteditable]')) return; // text has its own
    event.preventDefault();
    travel(!redo).catch(console.warn);
  });
}
