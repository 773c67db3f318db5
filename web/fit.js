// Menus as wide as the word they show, where the browser knows no field-sizing: else they are as wide as their longest word.

import { on } from './events.js';

const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
/** @type {WeakMap<HTMLSelectElement, string>} what each has been measured for */
const measured = new WeakMap();

/** @param {HTMLSelectElement} menu */
function fit(menu) {
  const word = menu.selectedOptions[0]?.text;
  if (!word || !menu.checkVisibility()) return;
  const { fontWeight, fontSize, fontFamily, letterSpacing, paddingLeft, paddingRight, borderLeftWidth, borderRightWidth } = getComputedStyle(menu);
  const font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const now = [word, font, letterSpacing, paddingLeft, paddingRight].join();
  if (measured.get(menu) === now) return;
  measured.set(menu, now);
  pen.font = font;
  const around = [paddingLeft, paddingRight, borderLeftWidth, borderRightWidth].reduce((sum, length) => sum + parseFloat(length), 0);
  const spaced = word.length * (parseFloat(letterSpacing) || 0);
  menu.style.setProperty('--word', `${Math.ceil(pen.measureText(word).width + spaced + around) + 1}px`);
}

let due = false;
function later() {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    document.querySelectorAll('select').forEach(fit);
  });
}

for (const event of ['state', 'words']) on(event, later);
for (const event of ['change', 'click', 'keyup', 'resize']) addEventListener(event, later);
document.fonts.ready.then(later);
