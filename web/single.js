// Whether single keys act wherever the focus is: who speaks to the computer, or presses keys by accident, switches them off.
// The address may say so; else the browser keeps the choice, where it may.

import { environment } from './environment.js';

const KEPT = 'unimodal-bias-lab/keys';

export const single = {
  on: true,

  /** @param {boolean} on */
  set(on) {
    single.on = on;
    try {
      localStorage.setItem(KEPT, String(Number(on)));
    } catch {}
  },
};

let kept = null;
try {
  kept = localStorage.getItem(KEPT);
} catch {}
single.on = (environment.keys ?? kept) !== '0';
