// The narration line: what the viewer just saw, and why. Also where the page speaks when something is wrong.

import { variant } from './bridge.js';
import { bare, rich } from './markup.js';
import { button as make } from './nodes.js';
import { hasText, sentences, t } from './strings.js';

// The line changes at once; a screen reader is told once it rests, so that a drag does not chatter, and never twice within
// two seconds: of what waits, the newest counts.
const REST = 700;
const GAP = 2100;
// It has then been heard, and goes: who walks through the page meets each sentence once.
const HEARD = 5000;

const CREDIT = 2; // per cent of mis-attribution worth telling

/**
 * @typedef {object} Milestone
 * @property {string} code
 * @property {number} epoch when it happened
 * @property {string} [modality]
 * @property {string} [other]
 * @property {string[] | null} [learned] of more than two modalities those that are learned, in their order
 * @property {number | null} [phase] the length of the unimodal phase in epochs
 * @property {number | null} [misattribution] in the middle of it, as a part of the final weight
 * @property {number | null} [share] of its final weight that the other one had then; less than zero: it pointed the other way
 * @property {number | null} [stop] the epoch at which the error on new data was lowest so far
 * @property {string} [which] the boundary that was crossed
 * @property {boolean} [superficial]
 * @property {{value: number, stable: number, why?: string} | null} [diverged]
 */

/** @param {string[]} names */
const inOrder = (names) => names.map((name) => `@{${name}}`).join(t('milestone.then'));

/** The variant for a part of a final weight. @param {number} share */
function portion(share) {
  if (Math.abs(share) < 0.005) return '.little';
  return share < 0 ? '.away' : '';
}

/** Times lie between epochs; sentences count whole ones. @param {Milestone} milestone */
export function sentence({ code, epoch, phase, misattribution, diverged, share, learned, ...rest }) {
  const percent = Math.round(Math.abs(100 * (misattribution ?? 0)));
  const facts = { ...rest, ...diverged, percent, epoch: Math.round(epoch), phase: Math.round(phase ?? 0), share: Math.round(100 * (share ?? 0)), order: inOrder(learned ?? []) };
  const key = `milestone.${code}`;
  const brief = facts.phase < 2 && hasText(`${key}.brief`); // no phase to speak of
  const parts = [rest.which ? `${key}.${rest.which}` : brief ? `${key}.brief` : variant(key, diverged)];
  if (rest.superficial && !brief && hasText(`${key}.superficial`)) parts.push(`${key}.superficial`);
  if (share != null && hasText(`${key}.share`)) parts.splice(1, 0, `${key}.share${portion(share)}`);
  const credit = `${key}.${Number(misattribution) < -1 ? 'wrong' : Number(misattribution) > 0 ? 'over' : 'under'}`;
  if (percent >= CREDIT && hasText(credit)) parts.push(credit);
  return sentences(parts.map((part) => t(part, facts)));
}

/** Whether it is told at once: nobody drags, and the next press of a key would replace it unsaid. @param {Milestone} milestone */
export const pressing = ({ code }) => code === 'boundary' && !document.querySelector('.handle:active, input[type="range"]:active');

/**
 * A live region: it tells what is said once that rests, and then forgets it.
 * @param {HTMLElement} spoken
 * @param {HTMLElement[]} shown what may say the same, and is not there for a screen reader as long as this does
 */
export function createVoice(spoken, shown = []) {
  let heard = 0;
  let resting = false; // something was told just now
  /** @typedef {{text: string, due: boolean, firm: boolean}} Wait firm: it was to be told at once, and will be */
  /** @type {[Wait | null, Wait | null]} what is to be told, and what comes after that */
  const waiting = [null, null];

  /** @param {string} text */
  function put(text) {
    spoken.textContent = text;
    for (const node of shown) {
      if (text && node.textContent === text) node.setAttribute('aria-hidden', 'true');
      else node.removeAttribute('aria-hidden');
    }
  }

  function utter() {
    const next = waiting.findIndex(Boolean);
    if (resting || !waiting[next]?.due) return;
    put(bare(waiting[next].text));
    waiting[next] = null;
    resting = true;
    setTimeout(() => {
      resting = false;
      utter();
    }, GAP);
    clearTimeout(heard);
    heard = setTimeout(put, HEARD, '');
  }

  /** @param {string} text @param {number} wait @param {0 | 1} [place] */
  function tell(text, wait, place = 0) {
    if (wait && waiting[0]?.firm) place = 1;
    const now = waiting[place] = { text, due: !wait, firm: !wait };
    if (!wait) return utter();
    setTimeout(() => {
      now.due = true;
      if (waiting.includes(now)) utter();
    }, wait);
  }

  return {
    /** At once, if nothing was told just now. @param {string} text */
    utter: (text) => tell(text, 0),
    /** @param {string} text */
    speak: (text) => tell(text, REST),
    /** After what else is to be told. @param {string} text */
    respond: (text) => tell(text, REST, 1),
    /** What has not been told yet is not told any more. */
    hush: () => { waiting.fill(null); },
  };
}

export function createNarration() {
  const line = /** @type {HTMLElement} */ (document.getElementById('narration'));
  const spoken = /** @type {HTMLElement} */ (document.getElementById('spoken'));
  const invitation = /** @type {HTMLElement} */ (document.getElementById('invitation'));
  const notice = /** @type {HTMLElement} */ (document.getElementById('notice'));
  const { utter, speak, respond, hush } = createVoice(spoken, [line, /** @type {HTMLElement} */ (document.getElementById('caption'))]);
  let said = '';

  /** @param {string} text @param {boolean} [atOnce] to a screen reader as well: nobody drags */
  function say(text, atOnce = false) {
    if (text === said) return;
    said = text;
    line.replaceChildren(...rich(text));
    (atOnce ? utter : speak)(text);
  }

  return {
    say,
    utter,
    speak,
    respond,

    /** @param {Milestone} milestone */
    tell(milestone) {
      say(sentence(milestone), pressing(milestone));
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
     * Something is wrong, and it is up to the person to go on, unless it passes.
     * @param {string} text
     * @param {string} action
     * @param {Promise<unknown>} passes
     */
    async ask(text, action, passes) {
      await Promise.race([passes, new Promise((goOn) => { this.warn(text, action, () => goOn(undefined)); })]);
      notice.hidden = true;
      line.hidden = false;
    },

    /**
     * Something is wrong: a sentence in place of the narration, and a button if there is something to do.
     * @param {string} text
     * @param {string} [action]
     * @param {() => void} [act]
     */
    warn(text, action, act) {
      hush();
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
