// A part of the share sheet: the run as a film.

import { exportFile, save } from './export.js';
import { formats } from './film.js';
import { field, line, select } from './form.js';
import { button, make } from './nodes.js';
import { pictureForm } from './sharefigure.js';
import { t } from './strings.js';

const SECONDS = { min: 2, max: 60 };
const USUAL = 8;

/** @param {import('./share.js').Context} context */
export function filmPart(context) {
  const form = pictureForm(context, 'px', changed);
  const known = formats();
  const format = select(known.map(({ format: name }) => [name, t(`share.film.${name}`)]), known[0].format, changed);
  const seconds = field(t('share.film.seconds'), USUAL, SECONDS, changed);
  const how = make('p', 'quiet');
  const make_ = button('word', t('share.film.make'));
  const stop = button('word', t('share.film.stop'));
  const progress = /** @type {HTMLProgressElement} */ (make('progress'));
  progress.setAttribute('aria-label', t('share.film.progress'));
  stop.hidden = progress.hidden = true;
  /** @type {AbortController | null} */
  let under = null;

  function changed() {
    make_.disabled = form.empty();
    how.textContent = t(`share.film.${format.value}.how`);
  }
  changed();

  make_.addEventListener('click', () => context.attempt(how, async () => {
    const mine = new AbortController();
    under = mine;
    make_.hidden = true;
    stop.hidden = progress.hidden = false;
    progress.value = 0;
    stop.focus();
    context.leaving.add(mine);
    try {
      save(await exportFile('film', {
        ...form.options(), scale: 1, format: format.value, seconds: Number(seconds.value), signal: mine.signal,
        onProgress: (/** @type {number} */ done) => { progress.value = done; },
      }, context.ask));
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    } finally {
      context.leaving.delete(mine);
      const held = document.activeElement === stop;
      make_.hidden = false;
      stop.hidden = progress.hidden = true;
      if (held) make_.focus();
      under = null;
    }
  }));
  stop.addEventListener('click', () => under?.abort());

  return [...form.lines, line(t('share.film.format'), format), line(t('share.film.length'), seconds, make('span', 'quiet', t('share.film.unit'))),
    make('div', 'acts', make_, stop, progress), how];
}
