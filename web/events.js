// Named events with any number of listeners.

/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();

/**
 * @param {string} event
 * @param {(data: any) => void} listener
 * @returns {() => void} takes the listener off again
 */
export function on(event, listener) {
  if (!listeners.has(event)) listeners.set(event, new Set());
  listeners.get(event)?.add(listener);
  return () => { listeners.get(event)?.delete(listener); };
}

/**
 * A listener that throws is reported and harms no other: foreign pages listen too.
 * @param {string} event
 * @param {unknown} [data]
 */
export function emit(event, data) {
  for (const listener of listeners.get(event) ?? []) {
    try {
      listener(data);
    } catch (error) {
      reportError(error);
    }
  }
}
