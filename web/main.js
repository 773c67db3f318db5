// The page, from the first byte to the first frame. Every way it can fail ends in a sentence beside the poster.

import { createApi, createCommands } from './api.js';
import { arrived } from './arrived.js';
import { call, LabError, understood, work } from './bridge.js';
import { createControls } from './controls.js';
import { reserveDock } from './dock.js';
import { createDrawer } from './drawer.js';
import { addressWith, environment, leaveFor, takeMistakes } from './environment.js';
import { emit, on } from './events.js';
import { onContextLost, showLastScene, whenSeen } from './failure.js';
import { createHandles } from './handles.js';
import { followPointer } from './hands.js';
import { createHost } from './host.js';
import { createLink } from './link.js';
import { download } from './loading.js';
import { callModalities } from './markup.js';
import { createMenu } from './menu.js';
import { createNarration } from './narration.js';
import { button, make } from './nodes.js';
import { createOptions } from './options.js';
import { hasOwn, ownOf } from './own.js';
import { createTextLayer } from './textlayer.js';
import { chooseControls, choosePanels } from './panels.js';
import { missing, run } from './program.js';
import { createRemarks } from './remarks.js';
import { allStrings, t, useStrings } from './strings.js';
import { choosePosters } from './posters.js';
import { createShorten } from './shorten.js';
import { createSteppers } from './steppers.js';
import { createTheme } from './theme.js';
import { translate } from './translate.js';
import { programs } from './transfer.js';
import { createTransport } from './transport.js';

/** @param {string} id */
const $ = (id) => /** @type {any} */ (document.getElementById(id));

const stillness = matchMedia('(prefers-reduced-motion: reduce)');
const picture = /** @type {HTMLElement} */ ($('picture'));
const started = Promise.withResolvers(); // the program answers calls
const shown = Promise.withResolvers(); // its first frame is on the screen
const ready = Promise.withResolvers(); // the lab is as it opens: what a caller does from now on stays

const AHEAD = 1500; // milliseconds: what may be opened later is fetched once the first picture moves
/** @type {import('./describe.js').State} */
const state = { scenario: '', values: {}, epoch: 0, epochs: 1, playing: false, speed: 1, pending: false };

const { view } = environment;
/** What only one view needs comes with its words. @type {Record<string, () => Promise<any>>} */
const extras = {
  embed: () => import('./embed.js'),
  present: async () => Object.assign({}, ...await Promise.all([import('./blank.js'), import('./fullscreen.js')])),
};
for (const { promise } of [started, ready]) promise.catch(() => {}); // who waits is told; who does not need not be

/** There is no lab, or none any more: callers who still wait are told. @param {string} value the words that say so on the page */
function giveUp(value) {
  const reason = new LabError({ code: 'ended', value });
  for (const promise of [started, ready]) promise.reject(reason);
  return reason;
}

const theme = createTheme($('theme'));
const look = () => ({ ...theme.look(), text: theme.text() });
const host = createHost(picture);
const commands = createCommands(host, started.promise);
const sweeping = () => Boolean(state.diagram?.running && !state.diagram.paused && host.visible);
const api = createApi(commands, host, ready.promise, () => state.playing, sweeping);
globalThis.unimodalBias = api;

try {
  const files = [`web/strings/${environment.lang}.json`, 'describe.json'];
  const [strings, description, extra] = await Promise.all([...files.map(fetchJSON), extras[view]?.(), programs()]);
  useStrings(strings);
  translate();
  globalThis.unimodalBiasPart?.(description.build);
  if (environment.step !== null) await import('./stepped.js').then(({ takeStep }) => takeStep());
  $('unstarted').remove();
  await lab(description, extra);
} catch (error) {
  console.error(error);
  $('unstarted')?.classList.add('now');
  giveUp('page.lost');
}

/** @param {import('./describe.js').Description} description @param {any} extra see extras */
async function lab(description, extra) {
  const tabs = choosePanels(description);
  $('diagram').parentElement.classList.toggle('headed', environment.diagram.kind !== null);
  reserveDock();
  const narration = createNarration();
  const remarks = createRemarks($('remarks'));
  const layer = createTextLayer($('texts'));
  const link = createLink();
  const transport = createTransport(api, commands, description.speeds, narration.accepted);
  const shorten = createShorten($('shorten'), $('play'), api.set);
  const menu = createMenu(description, choose);
  if (!CSS.supports('field-sizing', 'content')) import('./fit.js').catch(console.warn); // menus are wider, then
  const handles = createHandles($('handles'), commands, narration.accepted);
  const options = createOptions($('options'), commands);
  const steppers = createSteppers(description, api.set, ({ message }) => narration.say(message));
  choosePosters(description);
  const shownControls = chooseControls(description);
  const controls = createControls($('controls'), shownControls, (values) => {
    narration.accepted();
    return api.set(values);
  }, (on) => { attempt(commands.command('hold', { on })); }, () => ownData());
  $('side').hidden = $('drawer').hidden = !shownControls.length;
  createDrawer($('drawer'), $('side'));

  let drawn = false; // the first frame is there
  let over = false; // the lab cannot go on; what the page says now stays
  /** @type {Awaited<ReturnType<typeof import('./diagram.js').createDiagram>> | undefined} */
  let diagram;

  /** @param {Partial<typeof state>} changes */
  function update(changes) {
    Object.assign(state, changes);
    if (changes.names) callModalities(changes.names);
    if (changes.weights || (changes.weights === '' && drawn)) weighed(changes).catch(console.warn);
    const own = description.scenarios.find(({ slug }) => slug === state.scenario)?.values ?? {};
    controls.show(state.values, own);
    menu.show(state.scenario, state.values, own);
    options.show(state);
    steppers.show(state.values);
    transport.show(state);
    tabs?.show(state, drawn);
    shorten.show(state);
    $('answer-open').hidden = view !== 'lab' || !hasOwn(description, state.values);
    $('stage').toggleAttribute('data-beside', Boolean(state.beside));
    if (drawn && !over) link.follow(state.playing);
    emit('state', { ...state });
  }

  /** Says where the initial weights are from, or what has become of those of before. @param {Partial<typeof state>} changes */
  async function weighed({ weights = '', weightsLost }) {
    const { showWeights } = await import('./weights.js');
    await showWeights(weights, weightsLost, () => { attempt(api.set({ weights: '' })); });
  }

  /** @param {string} scenario @param {boolean} [brings] the sheet for somebody's data opens, too */
  function choose(scenario, brings) {
    narration.accepted();
    attempt(api.set({ scenario }).then(() => {
      narration.speak($('caption').textContent);
      if (brings) ownData();
    }));
  }

  /** Keeps the run to compare with. */
  async function pin() {
    const before = state.pins;
    await commands.tell('pin', {}).catch(async (error) => { throw await understood(error); });
    const count = state.pins ? state.pins.split(',').length : 0;
    narration.say(t(state.pins === before ? 'page.pinnedAlready' : 'page.pinned', { count }));
  }

  /** @type {((layout?: import('./host.js').Layout) => void) | undefined} draws the picture that stays, in another layout or theme */
  let still;

  /** @param {string} sentence @param {string} [action] @param {() => void} [act] */
  function end(sentence, action, act) {
    if (over) return;
    over = true;
    host.lose();
    link.stop();
    update({ playing: false, diagram: null });
    diagram?.enable(false);
    for (const opener of ['card-open', 'compare-open', 'answer-open']) $(opener).disabled = true;
    for (const part of [transport, shorten, controls, menu, options, steppers, handles]) part.enable(false);
    if (drawn) tabs?.enable(false); // else there are posters to choose among
    narration.warn(t(sentence, state), action && t(action), act);
    emit('error', giveUp(sentence));
  }
  const reload = () => location.reload();

  async function firstFrame() {
    drawn = true;
    $('stage').classList.add('started');
    transport.enable(true);
    for (const opener of ['card-open', 'compare-open', 'answer-open']) $(opener).disabled = false;
    transport.show(state);
    await host.shown();
    shown.resolve(undefined);
  }

  let asked = 0;
  /**
   * Of several sheets that are asked for before their words are here, the last one opens.
   * @template T
   * @param {Promise<T>} part
   * @param {(part: T, last: () => boolean) => Promise<void>} open
   */
  function sheet(part, open) {
    const mine = ++asked;
    return part.then((module) => open(module, () => mine === asked)).catch(missingPart);
  }
  /** A part that is fetched on demand may not come; the next click asks for it again. @param {unknown} error */
  function missingPart(error) {
    console.warn(error);
    if (error instanceof SyntaxError) updated(); // what it imports is of another build, and lacks something
    else if (!mixed()) narration.say(t('page.partMissing'));
  }
  /** There is another build than this page. @param {string} words @param {() => void} renew */
  function offer(words, renew) {
    if (over) return;
    const again = button('word', t('page.reload'));
    again.addEventListener('click', () => {
      if (drawn) link.write(); // the address brings the run back
      renew();
    });
    remarks.tell(make('p', '', t(words), ' ', again));
  }
  /** A part that came late is of it: the lab was updated since the page was opened. */
  const updated = () => offer('page.updated', globalThis.unimodalBiasRenew);
  addEventListener('unimodal-bias-mixed', updated);
  /** Somebody's own data: to be brought, or dropped already. @param {File[]} [files] */
  function ownData(files) {
    return sheet(import('./data.js'), ({ showData }, last) => showData({
      description, values: () => state.values, say: narration.say, last, arrived: answer,
      play: () => { if (!stillness.matches) attempt(api.play()); },
      set: (values) => (narration.accepted(), api.set(values)),
      openRun: (file) => (narration.accepted(), commands.tell('openRun', file)),
    }, files));
  }
  /** What a network learns of them. */
  function answer() {
    return sheet(import('./answer.js'), ({ showAnswer }, last) => showAnswer({ description, commands, address: link.address, speak: narration.speak, last }));
  }
  const keys = Promise.withResolvers(); // they come after the first picture
  keys.promise.catch(() => {});
  const help = () => sheet(Promise.all([import('./dialogs.js'), keys.promise]), ([{ showKeys }, all], last) => showKeys($('keys-sheet'), all, last));
  const lecture = view === 'present' ? { turn: menu.turn, blank: extra.createBlank(() => { attempt(api.pause()); }) } : null;
  const embedded = view === 'embed';
  const words = () => sheet(import('./tables.js'), ({ showWords }, last) => showWords({ commands, speak: narration.speak, last }));
  /** From now on keys act. */
  async function listenToKeys() {
    const [{ keysOf, listen }, { single }] = await Promise.all([import('./keys.js'), import('./single.js')]);
    const all = keysOf({ ...transport, help, lecture, words, moment: (n) => emit('moment', n), back: embedded ? null : transport.back, pin: embedded ? null : () => { pin().catch(({ message }) => narration.say(message)); } });
    listen(all, () => drawn && !over, () => single.on);
    keys.resolve(all);
  }
  ready.promise.then(() => import('./undo.js')).then(({ createUndo }) => createUndo(api.set, () => drawn && !over, state)).catch(console.warn);
  $('help').addEventListener('click', help);
  $('data-open').addEventListener('click', (/** @type {MouseEvent} */ event) => {
    if (!drawn || over || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // the link does as well
    event.preventDefault();
    if (hasOwn(description, state.values)) ownData();
    else choose(ownOf(description).slug, true);
  });
  $('about-open').addEventListener('click', () => sheet(import('./dialogs.js'), ({ showAbout }, last) => (
    showAbout($('about-sheet'), description.version, last))));
  $('card-open').addEventListener('click', () => sheet(import('./card.js'), ({ showCard }, last) => showCard(last)));
  $('answer-open').addEventListener('click', answer);
  $('compare-open').addEventListener('click', () => sheet(import('./compare.js'), ({ showCompare }, last) => (
    showCompare({ description, commands, pin, speak: narration.speak, last }))));
  $('share-open').addEventListener('click', () => sheet(import('./share.js'), ({ showShare }, last) => showShare({
    description, ask: commands.ask, link, running: drawn && !over, state: () => state, speak: narration.speak, last,
  })));
  ready.promise.catch(() => {}).then(() => import('./languages.js')).then(({ createLanguages }) => createLanguages($('language'), environment.lang, async (lang, known) => {
    function turn() {
      if (drawn) link.write(); // the address brings the run back
      leaveFor(addressWith({ lang: known ? null : lang }));
    }
    const held = drawn && !over && (await import('./kept.js')).inThisTab();
    if (!held) return turn();
    const go = button('word', t('page.language.turn'));
    go.addEventListener('click', turn);
    remarks.tell(make('div', '', held, make('p', '', t('page.language.reloads'), ' ', go)));
  })).catch(missingPart);
  if (view === 'present') extra.createFullscreen($('fullscreen'));
  if (view === 'embed') extra.leadsToLab($('open'), link);
  $('tools').inert = false;
  remarks.add(takeMistakes());
  if (view === 'embed' && window.parent !== window) {
    import('./frame.js').then(({ standInFrame }) => standInFrame(api, () => call('svg'))).catch(console.warn); // a picture all the same
  }

  const [opening] = description.scenarios;
  update({ scenario: opening.slug, values: opening.values, epochs: opening.values.epochs });
  narration.say(t('page.opening'));

  const lack = missing();
  if (lack) return end(lack);

  // Through this object the program speaks to the page.
  globalThis.unimodalBiasHost = {
    started: () => started.resolve(undefined),
    idle() {
      host.idle();
      emit('idle');
    },
    /** @param {string} json what changed since the frame before */
    frame(json) {
      const { texts, removed, plots, handles: moved, state: changes } = JSON.parse(json);
      layer.apply(texts, removed);
      handles.apply(moved);
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
    const unseen = view === 'embed' && !over && !host.visible;
    const resume = () => {
      link.write(); // the address brings the run back to where it was
      reload();
    };
    if (drawn && !over) call('pause'); // what is kept is what is shown
    end('page.contextLost', 'page.resume', resume);
    still = showLastScene(picture, look);
    if (unseen) whenSeen(picture, resume); // nobody has looked: nobody needs to know
  });

  let module;
  try {
    module = await download(narration, transport.say);
  } catch (error) {
    console.error(error);
    if (mixed()) return end('page.mixed', 'page.reload', globalThis.unimodalBiasRenew);
    if (/content security policy|\bcsp\b|unsafe-eval/i.test(String(error))) return end('page.forbidden');
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
    boot();
    on('words', () => { if (!over) boot(); });
    call('options', environment.options);
    host.follow((layout) => {
      still?.(layout);
      if (over) return;
      host.wake();
      call('layout', layout); // at once: Ebitengine repaints right after
    });
    theme.follow(() => {
      still?.();
      if (!over) attempt(commands.tell('theme', look()));
    });
    stillness.addEventListener('change', ({ matches }) => { if (!over) attempt(commands.tell('motion', { reduced: matches })); });
    followPointer(picture, (point) => { if (!over) attempt(commands.tell('pointer', point)); });

    const fresh = location.hash.length < 2;
    const later = import('./diagram.js');
    later.catch(() => {}); // asked for again below
    addEventListener('hashchange', ({ newURL }) => { // the address itself may say what was here before again
      if (over) return;
      remarks.clear();
      attempt(openLink(new URL(newURL).hash));
    });
    await openLink();
    await shown.promise;
    await listenToKeys().catch((error) => {
      console.warn(error); // the page goes without
      keys.reject(error);
    });
    await new Promise((goOn) => {
      const get = () => import('./diagram.js').then(({ createDiagram }) => (
        createDiagram($('diagram'), { commands, description, host, remarks, accepted: narration.accepted, speak: narration.respond })));
      arrived($('diagram'), get, () => goOn(undefined)).then((made) => { // the lab goes without until then
        diagram = made;
        update({});
        goOn(undefined);
      });
    });
    if (environment.speed) await api.set({ speed: environment.speed }).catch(({ ...mistake }) => remarks.add([{ ...mistake, used: state.speed }]));
    // A frame in someone's text waits to be asked, and so does a link that leads to a moment of a run.
    const plays = !stillness.matches && (environment.autoplay ?? (view === 'lab' && state.epoch === 0));
    if (fresh && view === 'lab') invite(plays);
    // In someone's text the first picture is that of the whole run; play begins at its start.
    if (view === 'embed' && !plays && !/[#&]epoch=/.test(location.hash)) await api.seek(state.epochs);
    if (plays) await api.play();
    intoWords();
    import('./print.js').then(({ printable }) => printable(() => drawn && !over, link.address, host.wake)).catch(console.warn);
    if (view === 'embed') return;
    import('./drop.js').then(({ acceptDrops }) => acceptDrops(() => drawn && !over, ownData)).catch(console.warn);
    setTimeout(() => {
      import('./more.js').then(({ fetchAhead }) => fetchAhead()).catch(console.warn) // who opens it is told
        .then(() => import('./offline.js')).then(({ keepOffline }) => keepOffline((takeOver) => offer('page.newer', takeOver))).catch(console.warn);
    }, AHEAD);
  }

  /** The page goes without until there is a network. */
  function intoWords() {
    import('./inwords.js').then(({ inWords }) => inWords({ commands, narration, transport, state: () => state, able: () => !over, open: words })).catch((error) => {
      console.warn(error);
      addEventListener('online', intoWords, { once: true });
    });
  }

  /** Gives the program the words there are so far, and lets it draw them, however still the picture is. */
  function boot() {
    host.wake();
    call('boot', { strings: allStrings(), ...look(), reducedMotion: stillness.matches });
  }

  /** @param {string} [hash] */
  async function openLink(hash) {
    host.wake();
    remarks.add(link.open(hash));
    await work();
  }

  /**
   * Says once what to try first: the handle in the picture, or the control if that panel is not shown.
   * @param {boolean} plays by itself: then only what the person does takes the invitation away
   */
  function invite(plays) {
    const still = stillness.matches;
    let words = handles.invite(still);
    if (!words) {
      const symbol = `$${controls.invite()?.symbol ?? ''}$`;
      words = t(still ? 'page.invitation.still' : 'page.invitation', { symbol });
    }
    narration.invite(words);
    if (plays) return;
    const off = on('state', ({ playing, epoch }) => {
      if (!playing && epoch === 0) return;
      narration.accepted();
      off();
    });
  }
}

/** @param {string} url */
async function fetchJSON(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** A part has come that is of another build than the page, see first.js. */
function mixed() {
  return 'mixed' in document.documentElement.dataset;
}

/** For what has no place to show its own mistake. @param {Promise<unknown>} promise */
function attempt(promise) {
  promise.catch(console.warn);
}
