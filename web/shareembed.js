// A part of the share sheet: the run in other people's pages. What is chosen is shown at once, as it will be there.

import { counts } from './controls.js';
import { addressWith, environment } from './environment.js';
import { box, field, group, line, select } from './form.js';
import { bare } from './markup.js';
import { differs, titleOf } from './menu.js';
import { make } from './nodes.js';
import { quotation } from './quotation.js';
import { nameOfPanel, shownPanels } from './sharefigure.js';
import { FORMS, snippet } from './snippets.js';
import { t } from './strings.js';

const SIZE = { width: 700, height: 420 };
const TALL = 600; // for more panels than lie side by side
const SIZED = ['iframe', 'reveal']; // the element takes the height that it needs
const STILL = 400; // milliseconds after the last change the preview follows
const FIRST = 2; // panels of a figure that names none

/** @param {import('./share.js').Context} context */
export function embedPart({ description, link, state, speak }) {
  const now = state();
  const changed = () => { code.show(text()); follow(); };
  const shown = environment.panels ? shownPanels() : description.panels.slice(0, FIRST);
  const panels = description.panels.filter((name) => !(now.unfit ?? '').split(',').includes(name))
    .map((name) => ({ name, ...box(nameOfPanel(name), shown.includes(name), changed) }));
  const wished = environment.view === 'embed' ? environment.controls ?? [] : [];
  const controls = description.parameters.filter((parameter) => parameter.shown && !parameter.aside && counts(parameter, now.values))
    .map(({ key, symbol }) => ({ name: key, ...box(symbol ? bare(symbol) : t(`param.${key}.name`), wished.includes(key), changed) }));
  const form = select(FORMS.map((name) => [name, t(`share.embed.${name}`)]), 'element', () => {
    size.hidden = !SIZED.includes(form.value);
    changed();
  });
  const theme = select(['auto', 'light', 'dark', 'projector'].map((name) => [name, t(`page.theme.${name}`)]), environment.theme ?? 'auto', changed);
  const middle = now.epoch > 0 && now.epoch < now.epochs;
  const starts = ['whole', ...middle ? ['epoch'] : [], 'play'];
  const start = select(starts.map((name) => [name, t(`share.embed.start.${name}`, now)]), middle ? 'epoch' : 'whole', changed);
  const width = field(t('share.width'), SIZE.width, { min: 300, max: 2000 }, changed);
  const height = field(t('share.height'), shown.length > FIRST ? TALL : SIZE.height, { min: 200, max: 2000 }, changed);
  const size = line(t('share.size'), width, make('span', '', '×'), height, make('span', 'quiet', t('share.px')));
  size.hidden = true;
  const code = quotation('', t('share.embed.code'), speak);

  /** What is named where the usual is not wanted. @param {{name: string, input: HTMLInputElement}[]} boxes */
  const chosen = (boxes) => boxes.filter(({ input }) => input.checked).map(({ name }) => name);

  /** How it is shown: the query of the frame, and attributes of the element. */
  function query() {
    const names = chosen(panels);
    const usual = names.join() === description.panels.slice(0, FIRST).join();
    return {
      theme: theme.value === 'auto' ? null : theme.value, panels: usual || !names.length ? null : names.join(),
      controls: chosen(controls).join() || null, autoplay: start.value === 'play' ? '1' : null,
    };
  }

  /** The run that is shown, whole unless it is to stand at an epoch. */
  const run = () => link.address().replace(/^.*?#/s, '').replace(start.value === 'epoch' ? /^$/ : /&epoch=\d+/, '');

  const frame = () => {
    const url = new URL(addressWith({ view: null, speed: null, origin: null, ...query() }));
    return `${new URL('figure.html', url)}${url.search}#${run()}`.replaceAll('%2C', ',');
  };

  function text() {
    const { scenario, values } = state();
    const own = description.scenarios.find(({ slug }) => slug === scenario)?.values ?? {};
    const title = `${t('page.title')}: ${titleOf(scenario, differs(values, own))}`;
    const base = new URL('.', location.href).href;
    const { v: _, ...of } = Object.fromEntries(new URLSearchParams(run()));
    const further = new URL(frame()).searchParams;
    further.delete('view');
    const kind = chosen(panels)[0] ?? description.panels[0];
    return snippet(form.value, {
      title, base, frame: frame(), attributes: { ...of, ...Object.fromEntries(further), ...start.value === 'play' && { loading: 'lazy' } }, // else it is a picture until somebody plays it
      link: link.address({ view: null, panels: null, controls: null, autoplay: null, theme: null, speed: null }),
      poster: `${base}posters/${scenario}/${kind}-wide-light.svg`,
      width: Number(width.value), height: Number(height.value),
    });
  }

  const preview = /** @type {HTMLIFrameElement} */ (make('iframe', 'preview'));
  preview.title = t('share.embed.preview');
  let timer = 0;
  let shows = '';
  let loading = false;

  function follow() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      preview.style.height = `${height.value}px`;
      preview.style.maxWidth = `${width.value}px`;
      load();
    }, STILL);
  }

  /** One figure at a time: what changes while one is on its way is shown after it. */
  async function load() {
    if (loading) return;
    loading = true;
    for (let next = frame(); preview.isConnected && next !== shows; next = frame()) {
      const loaded = new Promise((resolve) => { preview.addEventListener('load', resolve, { once: true }); });
      const anew = next.split('#')[0] !== shows.split('#')[0];
      shows = next;
      /** @type {Window} */ (preview.contentWindow).location.replace(next); // no step of its own in the history
      if (anew) await loaded;
      const { unimodalBias } = /** @type {any} */ (preview.contentWindow) ?? {};
      await unimodalBias?.ready.catch(() => {});
    }
    loading = false;
  }
  code.show(text());
  follow();

  return [
    line(t('share.embed.form'), form), group(t('share.panels'), ...panels.map(({ node }) => node)),
    group(t('share.embed.controls'), ...controls.map(({ node }) => node)),
    line(t('share.theme'), theme), line(t('share.embed.start'), start), size, code.node, preview,
  ];
}
