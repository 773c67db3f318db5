// How the curves are drawn: small toggles in the corner of their panel. What each one switches stands in the page.

/** The address says what is not as usual. @param {Record<string, string | undefined>} wishes */
function remember(wishes) {
  const url = new URL(location.href);
  for (const [option, choice] of Object.entries(wishes)) {
    if (choice) url.searchParams.set(option, choice);
    else url.searchParams.delete(option);
  }
  history.replaceState(history.state, '', url.href.replaceAll('%2C', ','));
}

/**
 * @param {HTMLElement} group
 * @param {import('./api.js').Commands} commands
 */
export function createOptions(group, commands) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([...group.querySelectorAll('button')]);
  /** @param {HTMLButtonElement} button */
  const pressed = (button) => button.getAttribute('aria-pressed') === 'true';

  for (const button of buttons) {
    button.addEventListener('click', () => {
      const wishes = buttons.map((other) => ({ ...other.dataset, chosen: pressed(other) !== (other === button) }));
      const draw = wishes.map(({ option, on, off, chosen }) => [option, chosen ? on : off]);
      commands.command('options', Object.fromEntries(draw)).catch(console.warn);
      remember(Object.fromEntries(wishes.map(({ option, on, chosen }) => [option, chosen ? on : undefined])));
    });
  }
  group.hidden = false;

  return {
    /** @param {Record<string, string>} [options] */
    show(options = {}) {
      for (const button of buttons) {
        const { option = '', on } = button.dataset;
        button.setAttribute('aria-pressed', String(options[option] === on));
      }
    },

    /** @param {boolean} on */
    enable(on) {
      for (const button of buttons) button.disabled = !on;
    },
  };
}
