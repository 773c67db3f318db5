// A part of the share sheet: the pictures as files, for paper, slides and pages.

import { on } from './events.js';
import { exportFile, save } from './export.js';
import { box, field, group, line, select } from './form.js';
import { printFigure } from './paper.js';
import { CENTIMETRE } from './picture.js';
import { button, make } from './nodes.js';
import { hasText, t } from './strings.js';

const SIZES = { cm: { width: 16, height: 11, min: 3, max: 100, step: 0.1 }, px: { width: 1000, height: 700, min: 120, max: 4096, step: 1 } };
const THEMES = ['light', 'dark', 'print'];
const SCALES = [1, 2, 4];
const STILL = 150; // milliseconds after the last change the preview follows

/** What a panel is called; in that of the plane stands the diagram that is chosen there. @param {string} panel */
export function nameOfPanel(panel) {
  const chosen = /** @type {HTMLSelectElement | null} */ (document.querySelector(`.slot[data-panel="${panel}"] #diagram select`));
  return chosen?.selectedOptions[0]?.text || t(hasText(`panel.${panel}`) ? `panel.${panel}` : `share.panel.${panel}`);
}

/** The panels that the page shows. */
export const shownPanels = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.slot:not([hidden])'))].map(({ dataset }) => dataset.panel ?? '');

/**
 * What there is to choose about a picture.
 * @param {import('./share.js').Context} context
 * @param {'cm' | 'px'} unit
 * @param {() => void} changed
 */
export function pictureForm({ description, state }, unit, changed) {
  const unfit = (state().unfit ?? '').split(',');
  const shown = shownPanels();
  const panels = description.panels.filter((name) => !unfit.includes(name)).map((name) => ({ name, ...box(nameOfPanel(name), shown.includes(name), changed) }));
  const theme = select(THEMES.map((name) => [name, t(`share.theme.${name}`)]), 'light', changed);
  const { width: w, height: h, ...range } = SIZES[unit];
  const width = field(t('share.width'), w, range, changed);
  const height = field(t('share.height'), h, range, changed);
  const units = select([['cm', t('share.cm')], ['px', t('share.px')]], unit, () => {
    const { min, max, step } = SIZES[/** @type {'cm' | 'px'} */ (units.value)];
    for (const input of [width, height]) {
      const now = units.value === 'px' ? Math.round(Number(input.value) * CENTIMETRE) : Math.round((Number(input.value) / CENTIMETRE) * 10) / 10;
      Object.assign(input, { min: String(min), max: String(max), step: String(step), value: String(Math.min(Math.max(now, min), max)) });
    }
    changed();
  });
  units.setAttribute('aria-label', t('share.unit'));
  const caption = box(t('share.figure.caption'), false, changed);
  return {
    lines: [group(t('share.panels'), ...panels.map(({ node }) => node)), line(t('share.theme'), theme),
      line(t('share.size'), width, make('span', '', '×'), height, units), group(t('share.figure.below'), caption.node)],
    options: () => ({
      panels: panels.filter(({ input }) => input.checked).map(({ name }) => name), width: Number(width.value), height: Number(height.value),
      unit: /** @type {'cm' | 'px'} */ (units.value), theme: /** @type {any} */ (theme.value), caption: caption.input.checked,
    }),
    /** Nothing is chosen to be shown. */
    empty: () => !panels.some(({ input }) => input.checked),
  };
}

/** @param {import('./share.js').Context} context */
export function figurePart(context) {
  const { ask, state, attempt } = context;
  const image = /** @type {HTMLImageElement} */ (make('img', 'preview'));
  image.alt = t('share.figure.preview');
  const form = pictureForm(context, 'cm', follow);
  const unfinished = make('p', 'quiet');
  let timer = 0;
  let url = '';

  function follow() {
    clearTimeout(timer);
    timer = setTimeout(show, STILL);
  }

  let running = Boolean(state().diagram?.running);
  const off = on('state', ({ diagram }) => {
    if (Boolean(diagram?.running) === running) return;
    running = !running;
    if (image.isConnected) follow(); // a diagram that is complete now
    else off();
  });

  async function show() {
    const empty = form.empty();
    for (const act of acts) act.disabled = empty;
    image.hidden = empty;
    const { diagram } = state();
    unfinished.textContent = empty ? t('share.figure.none') : diagram?.running ? t('share.figure.unfinished', { percent: Math.floor(100 * diagram.done) }) : '';
    if (empty) return;
    const file = await exportFile('svg', form.options(), ask);
    URL.revokeObjectURL(url);
    url = URL.createObjectURL(file);
    image.src = url;
  }

  /** @param {string} words @param {() => Promise<unknown>} does */
  const act = (words, does) => {
    const node = button('word', words);
    node.addEventListener('click', () => attempt(node, does));
    return node;
  };
  const acts = [
    act('SVG', async () => save(await exportFile('svg', form.options(), ask))),
    act('PDF …', async () => printFigure(await (await exportFile('svg', form.options(), ask)).text())),
    ...SCALES.map((scale) => act(`PNG ${scale}×`, async () => save(await exportFile('png', { ...form.options(), scale }, ask)))),
  ];
  attempt(image, show);
  return [...form.lines, make('div', 'acts', ...acts), make('p', 'quiet', t('share.figure.how')), unfinished, image];
}
