// What hands do to the page and to light figures alike: a pointer over a panel reads it, a finger scrubs, a key goes to the
// next speed. Wheel, touch scrolling and clicks stay the browser's.

export const ALONG = 8; // CSS pixels that a finger goes before it is not about to scroll

/**
 * The pointer over a panel becomes a read-out in the picture.
 * @param {HTMLElement} picture
 * @param {(point: {x: number, y: number} | null) => void} report in CSS pixels of the picture
 * @param {ParentNode} [root] of its slots
 */
export function followPointer(picture, report, root = document) {
  for (const slot of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.slot'))) {
    /** @param {PointerEvent} event */
    const move = (event) => {
      const box = picture.getBoundingClientRect();
      report({ x: event.clientX - box.x, y: event.clientY - box.y });
    };
    const leave = () => report(null);
    slot.addEventListener('pointerdown', move);
    slot.addEventListener('pointermove', move);
    slot.addEventListener('pointerleave', leave);
    slot.addEventListener('pointercancel', leave);
  }
}

/**
 * A scrubber seeks, and a run that was playing waits until the hand lets go. A finger that lands on it may be about to
 * scroll the page: it counts once it goes along, or as a tap when it is lifted; if the browser takes it for scrolling,
 * nothing has happened.
 * @param {HTMLInputElement} scrubber
 * @param {object} acts
 * @param {() => boolean} acts.playing
 * @param {(epoch: number) => void} acts.seek
 * @param {() => void} acts.play
 * @param {() => void} acts.pause
 * @param {() => void} [acts.taken] somebody begins to scrub
 * @returns {() => boolean} whether it is in a hand
 */
export function handScrubber(scrubber, { playing, seek, play, pause, taken = () => {} }) {
  let scrubbing = false;
  /** @type {{x: number, value: string} | null} */
  let landed = null; // a finger that has not gone anywhere yet
  let resume = false; // it was playing when the scrubber was taken

  scrubber.addEventListener('pointerdown', ({ pointerType, clientX }) => {
    landed = pointerType === 'touch' ? { x: clientX, value: scrubber.value } : null;
  });
  scrubber.addEventListener('pointermove', ({ clientX }) => {
    if (landed && Math.abs(clientX - landed.x) > ALONG) landed = null;
  });
  scrubber.addEventListener('pointerup', () => {
    if (!landed) return;
    const moved = scrubber.value !== landed.value;
    landed = null;
    if (moved) scrubber.dispatchEvent(new Event('input'));
  });
  scrubber.addEventListener('pointercancel', () => {
    if (landed) scrubber.value = landed.value;
    landed = null;
  });
  scrubber.addEventListener('input', () => {
    if (landed) return;
    if (!scrubbing) {
      scrubbing = true;
      taken();
      resume = playing();
      if (resume) pause();
    }
    seek(scrubber.valueAsNumber);
  });
  scrubber.addEventListener('change', () => {
    scrubbing = false;
    if (resume && scrubber.value !== scrubber.max) play();
    resume = false;
  });
  return () => scrubbing || landed !== null;
}

/**
 * The next faster speed, or the next slower one; none at the ends. A link may ask for one that is not in the list.
 * @param {import('./describe.js').Speed[]} speeds from the slowest to the fastest, whose ends are words
 * @param {unknown} now
 * @param {number} by
 */
export function nextSpeed(speeds, now, by) {
  const rank = (/** @type {unknown} */ pace) => (Number.isFinite(Number(pace)) ? Number(pace) : pace === speeds[0] ? -Infinity : Infinity);
  return by > 0 ? speeds.find((pace) => rank(pace) > rank(now)) : speeds.findLast((pace) => rank(pace) < rank(now));
}
