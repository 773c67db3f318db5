// The narration line: what the viewer just saw, and why. Also where the page speaks when something is wrong.

import { rich } from './markup.js';
import { t } from './strings.js';

/**
 * @typedef {object} Milestone
 * @property {string} code
 * @property {number} epoch when it happened
 * @property {string} [modality]
 * @property {string} [other]
 * @property {number} [phase] the length of the unimodal phase in epochs
 * @property {{value: number, stable: number} | null} [diverged]
 */

/** Times lie between epochs; sentences count whole ones. @param {Milestone} milestone */
function sentence({ code, epoch, phase, diverged, ...rest }) {
  return t(`milestone.${code}`, { ...rest, ...diverged, epoch: Math.round(epoch), phase: phase && Math.round(phase) });
}

export function createNarration() {
  const line = /** @type {HTMLElement} */ (document.getElementById('narration'));
  const invitation = /** @type {HTMLElement} */ (document.getElementById('invitation'));
  const notice = /** @type {HTMLElement} */ (document.getElementById('notice'));
  let said = '';

  /** @param {string} text */
  function say(text) {
    if (text === said) return; // a live region speaks again at every change of its nodes
    said = text;
    line.replaceChildren(...rich(text));
  }

  return {
    say,

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
      line.hidden = true;
      invitation.hidden = true;
      notice.hidden = false;
      notice.replaceChildren(...rich(text));
      if (!action || !act) return;
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'word';
      button.textContent = action;
      button.addEventListener('click', act);
      notice.append(button);
    },
  };
}
