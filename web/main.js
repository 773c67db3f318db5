// The page, from the first byte to the first frame. Every way it can fail ends in a sentence beside the poster.

import { createApi, createCommands } from './api.js';
import { call, LabError } from './bridge.js';
import { createControls } from './controls.js';
import { emit, on } from './events.js';
import { onContextLost, showLastScene } from './failure.js';
import { createHost } from './host.js';
import { download } from './loading.js';
import { createMenu } from './menu.js';
import { createNarration } from './narration.js';
import { createOverlay } from './overlay.js';
import { followPointer } from './pointer.js';
import { missing, run } from './program.js';
import { keep, kept } from './resume.js';
import { t, useStrings } from './strings.js';
import { createTheme } from './theme.js';
import { translate } from './translate.js';
import { createTransport } from './transport.js';

/** @param {string} id */
const $ = (id) => /** @type {any} */ (document.getElementById(id));

const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
const picture = /** @type {HTMLElement} */ ($('picture'));
const started = Promise.withResolvers(); // the program answers calls
const shown = Promise.withResolvers(); // its first frame is on the screen
const ready = Promise.withResolvers(); // the lab is as it opens: what a caller does from now on stays

/** @type {import('./describe.js').State} */
const state = { scenario: '', values: {}, epoch: 0, epochs: 1, playing: false, speed: 1, pending: false };

const theme = createTheme($('theme'));
const host = createHost(picture);
const commands = createCommands(host, started.promise);
const api = createApi(commands, host, ready.promise, () => state.playing);
globalThis.unimodalBias = api;

try {
  const files = ['web/strings/en.json', 'describe.json', 'build.json'];
  const [strings, description, build] = await Promise.all(files.map(fetchJSON));
  useStrings(strings);
  translate();
  $('unstarted').remove();
  await lab(strings, description, build);
} catch (error) {
  console.error(error);
  $('unstarted')?.classList.add('now');
}

/**
 * @param {Record<string, string>} strings
 * @param {import('./describe.js').Description} description
 * @param {{files: Record<string, number>}} build
 */
async function lab(strings, description, build) {
  const narration = createNarration();
  const overlay = createOverlay($('overlay'));
  const transport = createTransport(api, commands, description.speeds);
  const menu = createMenu(description, (scenario) => attempt(api.set({ scenario })));
  const controls = createControls($('controls'), description, (values) => {
    narration.accepted();
    return api.set(values);
  });

  /** @param {Partial<typeof state>} changes */
  function update(changes) {
    Object.assign(state, changes);
    const own = description.scenarios.find(({ slug }) => slug === state.scenario)?.values ?? {};
    controls.show(state.values, own);
    menu.show(state.scenario);
    transport.show(state);
    emit('state', { ...state });
  }

  let over = false; // the lab cannot go on; what the page says now stays

  /** @param {string} sentence @param {string} [action] @param {() => void} [act] */
  function end(sentence, action, act) {
    if (over) return;
    over = true;
    host.lose();
    update({ playing: false });
    for (const part of [transport, controls, menu]) part.enable(false);
    narration.warn(t(sentence, state), action && t(action), act);
  }
  const reload = () => location.reload();

  let drawn = false;
  async function firstFrame() {
    drawn = true;
    picture.classList.add('started');
    transport.enable(true);
    transport.show(state);
    await host.shown();
    shown.resolve(undefined);
  }

  const [opening] = description.scenarios;
  update({ scenario: opening.slug, values: opening.values, epochs: opening.values.epochs });
  narration.say(t('page.opening'));

  const lack = missing();
  if (lack) return end(lack);

  // Through this object the program speaks to the page.
  globalThis.unimodalBiasHost = {
    started: () => started.resolve(undefined),
    idle: host.idle,
    /** @param {string} json what changed since the frame before */
    frame(json) {
      const { texts, removed, plots, state: changes } = JSON.parse(json);
      overlay.apply(texts, removed);
      if (plots) transport.align(plots, picture.clientWidth);
      if (changes) update(changes);
      if (!drawn) firstFrame();
    },
    /** @param {string} name @param {string} json */
    event(name, json) {
      const data = JSON.parse(json);
      if (name === 'state') update(data);
      else emit(name, name === 'error' ? new LabError(data) : data);
    },
  };
  on('milestone', narration.tell);
  on('error', ({ code }) => { if (code === 'panic') end('error.panic', 'page.reload', reload); });
  onContextLost(() => {
    showLastScene(picture);
    end('page.contextLost', 'page.resume', () => {
      keep(state);
      reload();
    });
  });

  let module;
  try {
    module = await download(build, transport.say);
  } catch (error) {
    console.error(error);
    return end('page.downloadFailed', 'page.reload', reload);
  }

  host.prepare();
  run(module).catch(console.error).then(() => end(drawn ? 'error.panic' : 'page.startFailed', 'page.reload', reload));
  await started.promise;
  host.moveIn();
  try {
    await begin();
    ready.resolve(undefined);
    emit('ready');
  } catch (error) {
    console.error(error);
    end('page.startFailed', 'page.reload', reload);
  }

  async function begin() {
    call('boot', { strings, theme: theme.current(), reducedMotion: still });
    host.follow((layout) => {
      if (over) return;
      host.wake();
      call('layout', layout); // at once: Ebitengine repaints right after
    });
    theme.follow((name) => { if (!over) attempt(commands.tell('theme', { theme: name })); });
    followPointer(picture, (point) => { if (!over) attempt(commands.tell('pointer', point)); });

    await shown.promise;
    const before = kept();
    if (before) return api.set({ scenario: before.scenario, ...before.values, epoch: before.epoch });
    const invited = controls.invite();
    if (invited) narration.invite(t(still ? 'page.invitation.still' : 'page.invitation', { symbol: `$${invited.symbol}$` }));
    if (!still) await api.play();
  }
}

/** @param {string} url */
async function fetchJSON(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** For what has no place to show its own mistake. @param {Promise<unknown>} promise */
function attempt(promise) {
  promise.catch(console.warn);
}
