// The pointer over a panel becomes a read-out in the picture. Wheel, touch scrolling and clicks stay the browser's.

/**
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
