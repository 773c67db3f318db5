// What is told of what a hand has just done, where it is seen at once: a drawn seed, a change taken back or made again; and of a
// run that was played too fast to be followed, what happened on its way.

import { on } from './events.js';
import { bare } from './markup.js';
import { sentence } from './narration.js';
import { hasText, list, t } from './strings.js';
import { say } from './tell.js';

const MOST = 3; // changes that are named

/**
 * @param {object} lab
 * @param {import('./api.js').Commands} lab.commands
 * @param {ReturnType<typeof import('./narration.js').createNarration>} lab.narration
 * @param {() => import('./describe.js').State} lab.state
 */
export function tellChanges({ commands, narration, state }) {
  on('travelled', (journey) => narration.utter(travelled(journey)));

  let stop = () => {}; // waiting for what was drawn
  document.getElementById('controls')?.addEventListener('click', ({ target }) => {
    const word = target instanceof Element ? target.closest('.parameter:has(> .number) > .word') : null;
    const key = word?.parentElement?.dataset.key;
    if (!key) return;
    stop();
    const before = state().values[key];
    stop = on('state', ({ values: { [key]: value } }) => {
      if (value === before) return;
      stop();
      narration.utter(t('tell.drawn', { name: t(`param.${key}.name`), value }));
    });
  });

  const spoken = /** @type {HTMLElement} */ (document.getElementById('spoken'));
  /** @type {Set<string | null>} */
  const heard = new Set();
  let from = -1; // where the run began to play; less than zero: it rests
  new MutationObserver(() => heard.add(spoken.textContent)).observe(spoken, { childList: true });

  /** What nobody could hear, once the run is at its end. @param {number} begun */
  async function recall(begun) {
    const [{ milestones, order = [] }] = await commands.ask('tell', { of: ['history'] });
    const missed = milestones.slice(0, -1).some((/** @type {import('./narration.js').Milestone} */ each) => each.epoch > begun && !heard.has(bare(sentence(each))));
    if (missed && order.length) narration.respond(bare(t('tell.passed', { moments: order.map(say) })));
  }

  on('state', ({ playing, epoch, epochs }) => {
    if (playing && from < 0) {
      from = epoch;
      heard.clear();
    }
    if (playing || from < 0) return;
    if (epoch === epochs) recall(from).catch(console.warn);
    from = -1;
  });
}

/** @typedef {{scenario: string, values: Record<string, unknown>, pins: string}} Version of what is shown */

/** What is as it was now, or again as it had been made. @param {{back: boolean, before: Version, now?: Version}} journey */
function travelled({ back, before, now }) {
  if (!now) return t(back ? 'tell.undo.none' : 'tell.redo.none');
  const { scenario, values, pins } = now;
  let changes = Object.keys(values).filter((key) => values[key] !== before.values[key]).map((key) => {
    const name = t(`param.${key}.name`);
    const words = `param.${key}.${values[key]}`;
    if (typeof values[key] === 'number') return t('tell.difference', { name, value: values[key] });
    return hasText(words) ? t('tell.difference', { name, value: t(words) }) : name; // a longer text
  });
  if (scenario !== before.scenario) changes = [t('tell.undo.scenario', { title: t(`scenario.${scenario}.title`) })];
  else if (changes.length > MOST) changes = [t('tell.undo.several', { count: changes.length })];
  if (pins !== before.pins) changes.push(t('tell.undo.pins', { count: pins ? pins.split(',').length : 0 }));
  return bare(t(back ? 'tell.undo' : 'tell.redo', { changes: list(changes) }));
}
