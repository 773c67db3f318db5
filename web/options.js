// How the curves are drawn: small toggles in the corner of their panel. What each one switches stands in the page.

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
      const wishes = buttons.map((other) => {
        const { option = '', on, off } = other.dataset;
        return [option, pressed(other) !== (other === button) ? on : off];
      });
      commands.command('options', Object.fromEntries(wishes)).catch(console.warn);
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
