// The share sheet: everything that leaves the page leaves here.

import { call } from './bridge.js';
import { copies } from './copy.js';
import { openSheet, prepared } from './dialogs.js';
import { addressWith } from './environment.js';
import { exportFile, kinds, save } from './export.js';
import { inThisTab } from './kept.js';
import { rich } from './markup.js';
import { titleOf } from './menu.js';
import { styleSheet } from './more.js';
import { button, make } from './nodes.js';
import { codeOf, permanent } from './picture.js';
import { quotation } from './quotation.js';
import { embedPart } from './shareembed.js';
import { figurePart } from './sharefigure.js';
import { filmPart } from './sharefilm.js';
import { t } from './strings.js';
import { createTabs } from './tabs.js';

const PAPER = `@inproceedings{zhang2024unimodal,
  title     = {Understanding Unimodal Bias in Multimodal Deep Linear Networks},
  author    = {Zhang, Yedi and Latham, Peter E. and Saxe, Andrew},
  booktitle = {International Conference on Machine Learning},
  year      = {2024},
  note      = {arXiv:2312.00935}
}`;

/** @param {string} version @param {string} address */
const lab = (version, address) => `@software{unimodalbiaslab,
  title   = {Unimodal Bias Lab},
  author  = {{The Unimodal Bias Lab authors}},
  version = {${version}},
  year    = {2026},
  url     = {${address}}
}`;

/** Kinds of files, of the numbers and of programs. @type {Record<string, string[]>} */
const FILES = { data: ['csv', 'json', 'run', 'gridCsv', 'gridJson'], code: ['numpy', 'pytorch'] };
const OF_DIAGRAM = ['gridCsv', 'gridJson'];

/**
 * @typedef {object} Lab
 * @property {import('./describe.js').Description} description
 * @property {import('./api.js').Commands['ask']} ask
 * @property {import('./link.js').Link} link
 * @property {boolean} running the program answers
 * @property {() => import('./describe.js').State} state
 * @property {(words: string) => void} speak
 * @property {() => boolean} last no other sheet has been asked for since
 *
 * @typedef {Lab & {
 *   attempt: (beside: HTMLElement, does: () => Promise<unknown>) => void, leaving: Set<AbortController>,
 * }} Context attempt: what goes wrong is told beside a node; leaving: what stops when the sheet closes
 */

/** @param {Lab} of */
export async function showShare(of) {
  await Promise.all([prepared(), styleSheet('web/share.css')]);
  if (!of.last()) return;
  const address = () => (of.running ? of.link.address() : addressWith({}));
  const error = make('p', 'error');
  error.setAttribute('role', 'alert');
  /** @type {Context} */
  const context = {
    ...of,
    leaving: new Set(),
    attempt(beside, does) {
      error.remove();
      Promise.resolve().then(does).catch((/** @type {Error} */ reason) => {
        console.warn(reason);
        error.textContent = reason.message;
        (beside.closest('.acts') ?? beside).after(error);
      });
    },
  };

  /** @type {Record<string, () => (Node | string)[]>} those that need no program first */
  const parts = {
    link: () => linkPart(context, address),
    ...of.running && {
      embed: () => inALink(() => embedPart(context)),
      figure: () => figurePart(context),
      film: () => filmPart(context),
      data: () => filesPart('data', context),
      code: () => filesPart('code', context),
    },
    cite: () => citePart(context),
    qr: () => (of.running ? inALink(() => qrPart(context, address)) : qrPart(context, address)),
  };
  const names = Object.keys(parts);
  const panels = names.map((name) => {
    const panel = make('section', 'part');
    panel.id = `share-${name}`;
    return panel;
  });
  const row = make('div', 'tabs');
  row.setAttribute('role', 'tablist');
  row.setAttribute('aria-label', t('share.title'));
  /** @param {number} index */
  const choose = (index) => {
    panels.forEach((panel, i) => { panel.hidden = i !== index; });
    tabs.show(index);
    if (!panels[index].childNodes.length) panels[index].append(...parts[names[index]]());
  };
  const tabs = createTabs(row, panels, names.map((name) => t(`share.${name}`)), choose);
  const sheet = openSheet('share-sheet', t('share.title'), [row, ...panels]);
  choose(0);
  /** @type {HTMLElement | null} */ (panels[0].querySelector('button'))?.focus();
  sheet.addEventListener('close', () => {
    for (const one of context.leaving) one.abort();
    sheet.replaceChildren(); // frames and pictures stop
  }, { once: true });
}

/** What is made of the link, or why there is none. @param {() => (Node | string)[]} part */
function inALink(part) {
  const local = inThisTab();
  return local ? [local] : part();
}

/** The first thing: the link, copied with one click. @param {Context} context @param {() => string} address */
function linkPart({ link, running, speak }, address) {
  const copy = button('word go', t('share.link.copy'));
  copies(copy, address, speak);
  const text = make('code', '', address());
  const pre = make('pre', '', text);
  pre.tabIndex = 0; // it scrolls
  pre.setAttribute('role', 'group');
  pre.setAttribute('aria-label', t('share.link.address'));
  if (!running) return [make('div', 'quotation', pre, copy)];
  const { scenario, changed, epoch, hash } = call('about');
  const local = inThisTab();
  const present = /** @type {HTMLAnchorElement} */ (make('a', '', t('share.link.present')));
  present.href = link.address({ view: 'present' });
  return [make('div', 'quotation', pre, copy), local ?? make('p', '', t('share.link.holds')),
    make('p', 'quiet', ...rich(t('share.link.hash', { title: titleOf(scenario, changed), epoch, hash }))), make('p', '', present)];
}

/** @param {keyof typeof FILES} part @param {Context} context */
function filesPart(part, { ask, state, attempt }) {
  const { diagram } = state();
  const rows = FILES[part].filter((kind) => kinds().includes(kind) && (diagram || !OF_DIAGRAM.includes(kind))).flatMap((kind) => {
    const get = button('word', t(`share.file.${kind}`));
    get.dataset.kind = kind;
    get.addEventListener('click', () => attempt(get, async () => {
      const file = await exportFile(kind, {}, ask);
      save(file);
      if (/** @type {any} */ (file).needs) save(await exportFile('run', {}, ask)); // it reads that one
    }));
    return [make('dt', '', get), make('dd', '', ...rich(t(`share.file.${kind}.what`)))];
  });
  return [make('dl', 'files', ...rows), make('p', 'quiet', t(`share.${part}.inside`))];
}

/** @param {Context} context */
function citePart({ description, speak }) {
  const address = permanent().replace(/[?#].*$/s, '');
  return [make('h3', '', t('share.cite.paper')), quotation(PAPER, t('share.cite.paper'), speak).node,
    make('h3', '', t('share.cite.lab')), quotation(lab(description.version, address), t('share.cite.lab'), speak).node];
}

/** @param {Context} context @param {() => string} address */
function qrPart({ attempt, state }, address) {
  const place = make('figure', 'code');
  const keep = button('word', t('share.qr.save'));
  const whole = button('word', t('page.fullscreen'));
  whole.hidden = !document.fullscreenEnabled;
  whole.addEventListener('click', () => attempt(whole, () => place.requestFullscreen()));
  const acts = make('div', 'acts', keep, whole);
  acts.hidden = true;
  attempt(place, async () => {
    const { scenario, values } = state();
    const { code, file } = await codeOf(address(), scenario, values.seed);
    place.append(code);
    acts.hidden = false;
    keep.addEventListener('click', () => save(file));
  });
  return [place, acts];
}
