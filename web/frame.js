// The lab in a frame: it answers the page around it, and says how high it would like to be.

import { environment } from './environment.js';
import { answerParent } from './messages.js';

const WIDE = 560; // CSS pixels: from here on two panels stand side by side, as views.css has it
const LOWEST = 15; // the height of a panel, in the type of the page
const HIGHEST = 24;
const SHAPES = { beside: 0.85, alone: 0.45, narrow: 0.62 }; // of a panel: its height by its width

/** @param {string} selector */
const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** What all of the page takes, with pictures that are neither low nor high. */
function height() {
  const { stage, narration, transport } = parts();
  const count = Number(stage.dataset.count);
  const rows = count > 2 || (count === 2 && innerWidth < WIDE) ? 2 : 1;
  const columns = count > 1 && innerWidth >= WIDE ? 2 : 1;
  const shape = innerWidth < WIDE ? SHAPES.narrow : SHAPES[columns > 1 ? 'beside' : 'alone'];
  const type = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const panel = Math.min(Math.max(shape * stage.clientWidth / columns, LOWEST * type), HIGHEST * type);
  const rest = document.body.offsetHeight - stage.offsetHeight; // the stage fills what is left
  const { scrollHeight } = document.documentElement; // many panels ask for more by themselves
  return Math.max(rest + narration.offsetHeight + transport.offsetHeight + rows * panel, scrollHeight > innerHeight ? scrollHeight : 0);
}

const parts = () => ({ top: find('.top'), remarks: find('#remarks'), stage: find('#stage'), narration: find('.narration'), transport: find('.transport'), side: find('#side') });

/** @param {import('./api.js').Api} api @param {() => string} picture all that is shown, as SVG */
export function standInFrame(api, picture) {
  answerParent(api, { origin: environment.origin, height, parts: Object.values(parts()), verbs: { picture } });
}
