// One parameter that is a longer text, in one line: name, what the text is about, and a sheet to write it in.

import { call } from './bridge.js';
import { moreWords } from './more.js';
import { button } from './nodes.js';
import { createLine } from './parameter.js';
import { t } from './strings.js';
import { hint } from './translate.js';

/** @param {string} head of a text */
function partsOf(head) {
  const parts = head.replace(/-\d+$/, '').split('_').map((block) => block.split(':'));
  return { blocks: parts.map((part) => Number(part.at(-1))), names: parts.map((part) => part.length > 1 && decodeURIComponent(part[0])) };
}

/**
 * @param {HTMLElement} place
 * @param {import('./describe.js').Parameter} parameter
 * @param {(value: string) => Promise<unknown>} set rejects with what is wrong about the value
 * @param {() => void} open the sheet
 */
export async function fillText(place, parameter, set, open) {
  await moreWords();
  const { key } = parameter;
  /** Sizes and names of its modalities, which come first in such a text, `audio:2_video:1-3~…`, or the program knows. @param {string} text */
  function gist(text) {
    const [head, numbers] = text.split('~');
    const { blocks, names = [] } = numbers === undefined ? call('matrix') : partsOf(head);
    const sizes = blocks.map((/** @type {number} */ size, /** @type {number} */ i) => (names[i] ? `${names[i]} ${size}` : size));
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
