// The state in the address: the hash says all a run depends on, and the epoch. It is replaced, never pushed, so the
// Back button leaves the page as it did before.

import { call } from './bridge.js';
import { addressWith } from './environment.js';

const REST = 300; // milliseconds after the last change
const PLAYING = 1000; // the least time between two epochs written while the run plays

export function createLink() {
  let timer = 0;
  let written = 0; // when

  function write() {
    clearTimeout(timer);
    timer = 0;
    written = performance.now();
    const hash = `#${call('link')}`;
    if (hash !== location.hash) history.replaceState(history.state, '', hash);
  }

  addEventListener('pagehide', () => { if (timer) write(); }); // a change is not lost for want of a moment

  return {
    /** Reads a hash into the program. @returns {import('./remarks.js').Mistake[]} what could not be read */
    open(hash = location.hash) {
      return call('open', { link: hash }).notices ?? [];
    },

    /** Something has changed. @param {boolean} playing */
    follow(playing) {
      if (playing && timer) return;
      clearTimeout(timer);
      timer = setTimeout(write, playing ? Math.max(REST, written + PLAYING - performance.now()) : REST);
    },

    /** The program is gone: the address keeps what it says. */
    stop() {
      clearTimeout(timer);
      timer = 0;
    },

    write,

    /** The address of what is shown now. @param {Record<string, string | null>} [query] changes: null takes a key out */
    address(query = {}) {
      write();
      return addressWith(query);
    },
  };
}

/** @typedef {ReturnType<typeof createLink>} Link */
