// The narration line: what the viewer just saw, and why. Also where the page speaks when something is wrong.

import { variant } from './bridge.js';
import { bare, rich } from './markup.js';
import { button as make } from './nodes.js';
import { hasText, t } from './strings.js';

// The line changes at once; a screen reader is told once it rests, so that a drag does not chatter.
const REST = 700;

/**
 * @typedef {object} Milestone
 * @property {string} code
 * @property {number} epoch when it happened
 * @property {string} [modality]
 * @property {string} [other]
 * @property {number} [phase] the length of the unimodal phase in epochs
 * @property {number | null} [stop] the epoch at which the error on new data was lowest so far
 * @property {string} [which] the boundary that was crossed
 * @property {boolean} [superficial]
 * @property {{value: number, stable: number} | null} [diverged]
 */

/** Times lie between epochs; sentences count whole ones. @param {Milestone} milestone */
function sentence({ code, epoch, phase, diverged, ...rest }) {
  const facts = { ...rest, ...diverged, epoch: Math.round(epoch), phase: phase && Math.round(phase) };
  const key = `milestone.${code}`;
  const parts = [rest.which ? `${key}.${rest.which}` : variant(key, diverged)];
  if (rest.superficial && hasText(`${key}.superficial`)) parts.push(`${key}.superficial`);
  return parts.map((part) => t(part, facts)).join(' ');
}

export function createNarration() {
  const line = /** @type {HTMLElement} */ (document.getElementById('narration'));
  const spoken = /** @type {HTMLElement} */ (document.getElementById('spoken'));
  const invitation = /** @type {HTMLElement} */ (document.getElementById('invitation'));
  const notice = /** @type {HTMLElement} */ (document.getElementById('notice'));
  let said = '';
  let timer = 0;

  /** Tells only those who listen. @param {string} text */
  function speak(text) {
    clearTimeout(timer);
    timer = setTimeout(() => { spoken.textContent = bare(text); }, REST);
  }

  /** @param {string} text */
  function say(text) {
    if (text === said) return;
    said = text;
    line.replaceChildren(...rich(text));
    speak(text);
  }

  return {
    say,
    speak,

    /** @param {Milestone} milestone */
    tell(milestone) {
      say(sentence(milestone));
    },

    /** @param {string} text */
    invite(text) {
      invitation.replaceChildren(...rich(text));
      invitation.hidden = false;
    },

    accepted() {
      invitation.hidden = true;
    },

    /**
     * Something is wrong: a sentence in place of the narration, and a button if there is something to do.
     * @param {string} text
     * @param {string} [action]
     * @param {() => void} [act]
     */
    warn(text, action, act) {
      clearTimeout(timer);
      line.hidden = true;
      invitation.hidden = true;
      notice.hidden = false;
      notice.replaceChildren(...rich(text));
      if (!action || !act) return;
      const button = make('word', action);
      button.addEventListener('click', act);
      notice.append(button);
    },
  };
}
