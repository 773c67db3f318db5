// A light figure for who reads it instead of looking at it: a heading for each of its panels, and below it in words what it
// shows; its curves where the scrubber stands. They come once there is a picture, and follow as long as it is in sight.

import { sayWell } from './aloud.js';
import { fill, following } from './beside.js';
import { moreWords } from './more.js';
import { make } from './nodes.js';
import { t } from './strings.js';
import { areaOf, reading } from './tell.js';

/** The headings of a figure are below the last one before it. @param {Element} place */
function headingOf(place) {
  const before = [...document.querySelectorAll('h1, h2, h3, h4')].findLast((heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
  return /** @type {'h2'} */ (`h${Number(before?.tagName[1] ?? 1) + 1}`);
}

/**
 * @param {HTMLElement} picture
 * @param {HTMLElement[]} slots of its panels
 * @param {object} figure
 * @param {(func: string, args?: unknown) => Promise<any>} figure.ask
 * @param {import('./describe.js').State} figure.state
 * @param {(event: string, listener: (data: any) => void) => unknown} figure.on
 * @param {() => boolean} figure.able it is in sight, and goes on
 */
export async function figureWords(picture, slots, { ask, state, on, able }) {
  await moreWords();
  sayWell();
  const heading = headingOf(picture);
  const places = new Map(slots.map((slot) => {
    const { panel = '' } = slot.dataset;
    const text = make('div', 'unseen');
    slot.prepend(make(heading, 'unseen', t(`tell.heading.${panel}`)), text);
    return [panel, text];
  }));
  picture.setAttribute('aria-label', t('tell.picture'));

  async function update() {
    if (!able()) return;
    const of = slots.filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.panel);
    for (const account of await ask('tell', { of })) fill(/** @type {HTMLElement} */ (places.get(account.of)), areaOf(account).sentences);
  }

  const soon = following(() => state.playing, update);
  on('state', ({ playing }) => soon(playing));
  on('milestone', () => soon());
  await update().catch(console.warn);

  /** @type {unknown[]} */
  let readAt = [];
  /** @type {Promise<string>} */
  let said = Promise.resolve('');
  return {
    soon,
    /** The curves where the playhead stands; nothing, if it has gone on since. */
    async read() {
      const now = [state.epoch, state.values, state.options, state.pending];
      if (now.some((each, i) => each !== readAt[i])) {
        readAt = now;
        said = ask('read', {}).then(reading);
      }
      const at = readAt;
      const text = await said;
      return at === readAt && !state.playing ? text : '';
    },
  };
}
