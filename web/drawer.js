// Where there is no room for the column of controls it is a drawer: it opens over the picture and leaves the rest of
// the page alive, so that one sees what a control does.

/**
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} side
 */
export function createDrawer(button, side) {
  const close = /** @type {HTMLButtonElement} */ (document.getElementById('drawer-close'));

  /** @param {boolean} open */
  function show(open) {
    side.classList.toggle('open', open);
    button.setAttribute('aria-expanded', String(open));
  }

  function shut() {
    show(false);
    button.focus();
  }

  button.addEventListener('click', () => {
    if (side.classList.contains('open')) return shut();
    show(true);
    close.focus();
  });
  close.addEventListener('click', shut);
  // What has the focus is not to lie behind it.
  document.addEventListener('focusin', ({ target }) => {
    if (!side.classList.contains('open') || !(target instanceof Element) || side.contains(target) || target === button) return;
    const [over, under] = [side, target].map((node) => node.getBoundingClientRect());
    if (under.left < over.right && over.left < under.right && under.top < over.bottom && over.top < under.bottom) show(false);
  });
  side.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !side.classList.contains('open')) return;
    event.preventDefault();
    shut();
  });
}
