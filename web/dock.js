// On a telephone the narration and the transport stay at the bottom of the window; the page keeps that much room free
// at its end, and scrolls nothing behind them that has the focus.

export function reserveDock() {
  const dock = /** @type {HTMLElement} */ (document.querySelector('.dock'));
  const { style } = document.documentElement;
  new ResizeObserver(() => style.setProperty('--dock', `${dock.offsetHeight}px`)).observe(dock);
}
