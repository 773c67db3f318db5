// Named events with any number of listeners.

/** A place where things are told: the page has one, and so has every light figure. */
export function createEvents() {
  /** @type {Map<string, Set<(data: any) => void>>} */
  const listeners = new Map();

  /**
   * @param {string} event
   * @param {(data: any) => void} listener
   * @returns {() => void} takes the listener off again
   */
  function on(event, listener) {
    if (!listeners.has(event)) listeners.set(event, new Set());
    listeners.get(event)?.add(listener);
    return () => { listeners.get(event)?.delete(listener); };
  }

  /**
   * Resolves once it is so, which changes with events of that name only.
   * @param {string} event
   * @param {() => boolean} so
   */
  function until(event, so) {
    return new Promise((resolve) => {
      const off = on(event, look);
      function look() {
        if (!so()) return;
        off();
        resolve(undefined);
      }
      look();
    });
  }

  /**
   * A listener that throws is reported and harms no other: foreign pages listen too.
   * @param {string} event
   * @param {unknown} [data]
   */
  function emit(event, data) {
    for (const listener of listeners.get(event) ?? []) {
      try {
        listener(data);
      } catch (error) {
        reportError(error);
      }
    }
  }

  return { on, until, emit };
}

/** Those of the page. */
export const { on, until, emit } = createEvents();
