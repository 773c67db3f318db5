// The page for who reads it instead of looking at it: a heading for every area, and below it in words what it shows, always
// there and never announced; what a change of a value at the start of a run means; curves read by keys; ways to skip.

import { sayWell } from './aloud.js';
import { fill, following } from './beside.js';
import { call } from './bridge.js';
import { environment } from './environment.js';
import { on } from './events.js';
import { tellChanges } from './heard.js';
import { hints } from './hints.js';
import { moreWords, styleSheet } from './more.js';
import { button, make } from './nodes.js';
import { hasText, sentences, t } from './strings.js';
import { areaOf, reading, say } from './tell.js';

const START = 'start'; // the moment at which nothing has happened
const REST = 300; // milliseconds after the last change until its meaning is told
const SEEN = /\.(place|none|neither|together|confirmed|contradicted|measured)$/; // what is no theory

/** @param {string} id */
const $ = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {object} lab
 * @param {import('./api.js').Commands} lab.commands
 * @param {ReturnType<typeof import('./narration.js').createNarration>} lab.narration
 * @param {ReturnType<typeof import('./transport.js').createTransport>} lab.transport
 * @param {() => import('./describe.js').State} lab.state
 * @param {() => boolean} lab.able the lab goes on
 * @param {() => void} lab.open the sheet with words and tables
 */
export async function inWords({ commands, narration, transport, state, able, open }) {
  await Promise.all([moreWords(), styleSheet('web/inwords.css')]);
  sayWell();
  const { bind } = hints();
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  /** @type {Map<string, HTMLElement>} where the sentences of an area stand */
  const places = new Map();

  const unseen = (/** @type {keyof HTMLElementTagNameMap} */ name, /** @type {string} */ text = '') => make(name, 'unseen', text);

  const summary = make('section', 'unseen');
  const title = make('h2', '', t('tell.heading.summary'));
  title.id = 'summary';
  summary.setAttribute('aria-labelledby', title.id);
  summary.append(title);
  main.prepend(summary);

  for (const slot of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.slot'))) {
    const { panel = '' } = slot.dataset;
    const text = unseen('div');
    slot.prepend(unseen('h2', t(`tell.heading.${panel}`)), text);
    places.set(panel, text);
  }
  if (environment.view !== 'embed') document.querySelector('.narration')?.prepend(unseen('h2', t('tell.heading.narration'))); // there it is part of what happened
  document.querySelector('.transport')?.prepend(unseen('h2', t('tell.heading.playback')));
  $('picture').setAttribute('aria-label', t('tell.picture'));
  if (environment.view === 'lab') {
    const more = button('word', t('tell.open'));
    more.addEventListener('click', open);
    document.querySelector('.gist > :nth-last-child(2)')?.replaceChildren(more); // a line is kept for it
  }
  if (environment.view !== 'embed') skips(open);

  /** The areas without a picture come first, each under a heading of its own. @param {string} of @param {boolean} list */
  function placeOf(of, list) {
    const known = places.get(of);
    if (known) return known;
    const node = make(list ? 'ul' : 'div');
    summary.append(make('h3', '', t(`tell.heading.${of}`)), node);
    places.set(of, node);
    return node;
  }

  async function update() {
    if (!able()) return;
    bind();
    const accounts = await commands.ask('tell');
    for (const account of accounts) {
      const { milestones } = account;
      const list = Boolean(milestones);
      const lines = areaOf(list ? { ...account, milestones: milestones.filter((/** @type {any} */ { code }) => code !== START) } : account).sentences;
      const node = placeOf(account.of, list);
      fill(node, list && !lines.length ? [t('tell.nothingEarlier')] : lines, list ? 'li' : 'p');
    }
  }

  const soon = following(() => state().playing, update);

  /** What theory says where the data lie. */
  async function theory() {
    const [{ said }] = await commands.ask('tell', { of: ['point'] });
    return sentences(said.filter((/** @type {import('./tell.js').Statement} */ each) => !SEEN.test(each.say)).map(say));
  }

  let foretold = await theory();
  let before = { ...state() };
  let response = 0;
  /** A changed value means something before anything has happened. */
  async function respond() {
    const { scenario } = state();
    const now = await theory();
    if (now !== foretold && scenario === before.scenario && state().epoch === 0 && !state().playing) narration.respond(now);
    foretold = now;
    before = { ...state() };
  }

  /** @type {unknown[]} */
  let readAt = [];
  let read = '';
  const scrubber = $('scrubber');
  let byKeys = false; // somebody reads the curves by keys
  let dragging = false; // a hand drags something in the picture, and reads no curves
  transport.reads((now) => {
    if (!able() || !hasText('tell.read') || dragging) return '';
    const at = [now.epoch, now.values, now.options, now.pending, byKeys];
    if (at.some((each, i) => each !== readAt[i])) {
      readAt = at;
      read = reading(call('read', byKeys ? { show: true } : {}));
    }
    return read;
  });
  document.addEventListener('gotpointercapture', ({ target }) => { dragging = target instanceof Element && target.matches('.handle'); });
  document.addEventListener('lostpointercapture', () => {
    dragging = false;
    transport.show(state());
  });
  scrubber.addEventListener('keydown', () => { byKeys = true; });
  for (const end of ['blur', 'pointerdown']) {
    scrubber.addEventListener(end, () => {
      if (byKeys && able()) commands.tell('read', { show: false }).catch(console.warn);
      byKeys = false;
    });
  }

  on('state', (now) => {
    soon(now.playing);
    if (now.values === before.values || now.playing || now.epoch > 0 || now.pending) {
      if (now.playing || now.epoch > 0) before = { ...now };
      return;
    }
    clearTimeout(response);
    response = setTimeout(() => respond().catch(console.warn), REST);
  });
  for (const event of ['milestone', 'words', 'idle']) on(event, () => soon()); // what theory says of a diagram comes without news of the state
  tellChanges({ commands, narration, state });

  /** Moves the playhead to the next moment at which something happens, or to the one before. @param {number} by */
  async function moment(by) {
    const { rows } = await commands.ask('table', { rows: 2 });
    const { epoch } = state();
    const moments = rows.filter((/** @type {any} */ row) => row.milestones).map((/** @type {any} */ row) => row.epoch);
    const to = by > 0 ? moments.find((/** @type {number} */ each) => each > epoch) : moments.findLast((/** @type {number} */ each) => each < epoch);
    if (to === undefined) narration.speak(t('tell.moment.none'));
    else await commands.command('seek', { epoch: to });
  }
  on('moment', (by) => moment(by).catch(console.warn));

  await update();
  transport.show(state());
}

/** Before anything else: ways to the pictures, to playback, to the controls, and to all of it in words. @param {() => void} open */
function skips(open) {
  const nav = make('nav', 'skips');
  nav.setAttribute('aria-label', t('tell.skip'));
  /** @param {string} words @param {() => void} act */
  function skip(words, act) {
    const node = button('', t(words));
    node.addEventListener('click', act);
    nav.append(node);
  }
  /** @param {HTMLElement | null | undefined} node */
  const to = (node) => {
    if (!node) return;
    if (!node.matches('button, input, select, a[href], [tabindex]')) node.tabIndex = -1;
    node.focus();
    node.scrollIntoView({ block: 'nearest' });
  };
  const headings = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.slot:not([hidden]) > h2')]);
  skip('tell.skip.pictures', () => to(headings()[0]));
  skip('tell.skip.playback', () => to($('play')));
  const side = $('side');
  if (!side.hidden) {
    skip('tell.skip.controls', () => {
      if (!side.checkVisibility()) $('drawer').click();
      to(/** @type {HTMLElement | null} */ (side.querySelector('#controls input, #controls select')));
    });
  }
  skip('tell.open', open);
  document.querySelector('header')?.prepend(nav);
}
