// A show of hands: of every answer how many are for it, typed one count after the other, as a bar beside it.

import { make } from './nodes.js';
import { t } from './strings.js';

const DIGITS = 3; // of a count
const KEY = 'unimodal-bias-lab/lecture/hands';

/** @typedef {Record<string, number>} Hands of every answer by its name, as far as they were counted */

/** Of every step, as long as the tab is open. @type {Record<string, Hands>} */
const all = recall();

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
  } catch {
    return {}; // storage is forbidden, or holds something else: nobody has raised a hand
  }
}

/**
 * @param {HTMLElement} section of a step that offers answers
 * @param {() => boolean} open the question stands
 * @param {() => void} changed
 */
export function createPoll(section, open, changed) {
  const { step: slug = '', kind = '' } = section.dataset;
  const answers = /** @type {HTMLElement[]} */ ([...section.querySelectorAll('.asked [data-option]')]);
  const names = answers.map(({ dataset }) => dataset.option ?? '');
  const hands = (all[slug] ??= {});
  let at = names.findIndex((name) => !(name in hands)); // whose hands are counted next; −1: all are
  let typed = '';

  const hint = make('p', 'hint');
  const rows = answers.map((answer) => [answer, section.querySelector(`.answer [data-said="${answer.dataset.option}"]`)]
    .filter((place) => place && (place === answer || kind === 'sort')) // remedies are told below one another once they are answered
    .map((place) => {
      const count = make('span', 'count');
      const bar = make('span', 'tally');
      bar.setAttribute('aria-hidden', 'true');
      /** @type {Element} */ (place).append(count, bar);
      return { place: /** @type {HTMLElement} */ (place), count, bar };
    }));
  section.querySelector('.asked .acts')?.before(hint);
  section.addEventListener('hand', (event) => {
    const { detail: name } = /** @type {CustomEvent<string>} */ (event);
    at = names.indexOf(name);
    say(name, (hands[name] ?? 0) + 1);
  });

  /** @param {string} name @param {number} count */
  function say(name, count) {
    hands[name] = count;
    keep();
  }

  function keep() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(all));
    } catch {
      // then they last as long as the page
    }
    show();
    changed();
  }

  function show() {
    const most = Math.max(1, ...Object.values(hands));
    const asks = open();
    rows.forEach((places, i) => {
      const count = hands[names[i]];
      const counting = asks && i === at;
      for (const { place, count: number, bar } of places) {
        const text = counting && typed ? typed : count === undefined ? '' : String(count);
        number.textContent = text;
        number.setAttribute('aria-label', t('story.lecture.hand', { count: text }));
        number.setAttribute('role', 'img');
        number.hidden = !text && !counting;
        number.classList.toggle('counting', counting);
        bar.style.setProperty('--share', String((count ?? 0) / most));
        bar.hidden = count === undefined;
        place.classList.toggle('counted', !number.hidden);
      }
    });
    if (kind === 'sort') hint.textContent = t(asks ? 'story.lecture.countShorter' : 'story.lecture.shorter');
    else hint.textContent = t('story.lecture.count');
    hint.hidden = kind === 'sort' ? !asks && !Object.keys(hands).length : !asks || Object.values(all).some((each) => Object.keys(each).length);
  }

  function commit() {
    if (!typed) return;
    const name = names[at];
    const count = Number(typed);
    typed = '';
    at = at + 1 < names.length ? at + 1 : -1;
    say(name, count);
  }

  return {
    hands,
    show,
    commit,
    /** Takes a key, if it is one of counting. @param {string} key */
    type(key) {
      if (!open()) return false;
      if (/^\d$/.test(key)) {
        if (at < 0) at = 0;
        typed = (typed + key).slice(0, DIGITS);
      } else if (key === 'Enter' && typed) {
        commit();
      } else if (key === 'Backspace' && typed) {
        typed = typed.slice(0, -1);
      } else if (key === 'Backspace' && at !== 0 && names.length) {
        at = (at < 0 ? names.length : at) - 1;
        delete hands[names[at]];
        keep();
      } else return false;
      show();
      return true;
    },
    /** The answer that most hands are for; null: there is none, or more than one. */
    favourite() {
      const most = Math.max(0, ...Object.values(hands));
      const first = names.filter((name) => most > 0 && hands[name] === most);
      return kind === 'choose' && first.length === 1 ? first[0] : null;
    },
  };
}
