// One parameter that is a longer text, in one line: name, what the text is about, and a sheet to write it in.

import { call } from './bridge.js';
import { moreWords } from './more.js';
import { button } from './nodes.js';
import { createLine } from './parameter.js';
import { t } from './strings.js';
import { hint } from './translate.js';

/**
 * @param {HTMLElement} place
 * @param {import('./describe.js').Parameter} parameter
 * @param {(value: string) => Promise<unknown>} set rejects with what is wrong about the value
 * @param {() => void} open the sheet
 */
export async function fillText(place, parameter, set, open) {
  await moreWords();
  const { key } = parameter;
  /** Sizes come first in such a text, with names where there are any: `audio:2_video:1-3~…`; else the program knows them. @param {string} text */
  function gist(text) {
    const [head, numbers] = text.split('~');
    const blocks = numbers === undefined ? call('matrix').blocks.map(String) : head.replace(/-\d+$/, '').split('_');
    const sizes = blocks.map((block) => { const [size, name] = block.split(':').reverse(); return name ? `${decodeURIComponent(name)} ${size}` : size; });
    return t(`param.${key}.gist`, { sizes: sizes.join(' + ') });
  }
  const opener = button('word', '');
  const line = createLine(parameter, /** @type {any} */ (opener));
  line.element.classList.add('choice');
  opener.setAttribute('aria-labelledby', `${line.label.id} ${opener.id}`);
  line.fill();
  place.append(line.element);
  hint();
  let value = '';
  let own = '';

  opener.addEventListener('click', () => open());
  line.reset.addEventListener('click', () => {
    set(own).catch((error) => line.complain(error, gist(value)));
    opener.focus(); // the button is about to disappear under the focus
  });

  return {
    settle: line.forgive,

    /** @param {string} now @param {string} scenarioValue */
    show(now, scenarioValue) {
      if (now === value && scenarioValue === own) return;
      value = now;
      own = scenarioValue;
      opener.textContent = gist(value);
      line.offerReset(value !== own, gist(own));
    },
  };
}
