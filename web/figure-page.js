// The page of one light figure, for frames in other people's pages: its title, its panels, the controls its author wants.

import { arrived } from './arrived.js';
import { LabError } from './bridge.js';
import { environment, takeMistakes } from './environment.js';
import { createFigure } from './figure.js';
import { nextSpeed } from './hands.js';
import { keysOf, listen } from './keys.js';
import { differs, titleOf } from './menu.js';
import { answerParent } from './messages.js';
import { chooseControls, figurePanels } from './panels.js';
import { createRemarks } from './remarks.js';
import { single } from './single.js';
import { t, useStrings } from './strings.js';
import { createTheme } from './theme.js';
import { hint, translate } from './translate.js';
import { grant, wished } from './wishes.js';

const REST = 300; // milliseconds after the last change
const PACE = 1000; // … and the least time between two addresses of a run that plays

/** @param {string} id */
const $ = (id) => /** @type {any} */ (document.getElementById(id));

const ready = Promise.withResolvers();
ready.promise.catch(() => {}); // who waits is told
let answers = false; // the page around, if there is one
globalThis.unimodalBias = /** @type {any} */ ({ ready: ready.promise }); // until there is more

/** @param {string} url */
async function fetchJSON(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/** @type {import('./stepped.js').Shown | null} what it is about, if the address says so */
let step = null;
try {
  const [strings, description] = await Promise.all([`web/strings/${environment.lang}.json`, 'describe.json'].map(fetchJSON));
  useStrings(strings);
  globalThis.unimodalBiasPart?.(description.build);
  translate();
  if (environment.step !== null) step = await (await import('./stepped.js')).takeStep();
  $('unstarted').remove();
  await begin(description);
} catch (error) {
  console.error(error);
  ready.reject(new LabError({ code: 'ended' }, { cause: error }));
  $('unstarted')?.classList.add('now');
  if (!answers) answerParent({ ready: ready.promise, on() {} }, { origin: environment.origin });
}

/** @param {import('./describe.js').Description} description */
async function begin(description) {
  const remarks = createRemarks($('remarks'));
  const theme = createTheme($('theme'));
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  let late = false; // the words of diagrams: the figure begins without
  /** @type {Promise<unknown>} */
  let words = Promise.resolve();
  if (wished()) {
    await new Promise((goOn) => {
      words = arrived(main, () => import('./more.js').then(({ moreWords }) => moreWords()), () => goOn(late = true));
      words.then(goOn);
    });
  }
  /** @param {(choice?: Record<string, unknown>) => Promise<any>} choose */
  const diagram = (choose) => grant(description.diagrams, choose);
  const place = $('figure');
  const outside = () => document.body.offsetHeight - place.querySelector('.stage').clientHeight;
  const figure = createFigure(place, description, {
    link: location.hash.slice(1),
    panels: figurePanels(description),
    look: theme.look(),
    autoplay: environment.autoplay ?? false,
    options: environment.options,
    diagram: wished() && !late ? diagram : undefined,
    room: framed() ? () => innerHeight - outside() : undefined,
  });
  const { state, notices, need, fit, setLook, address, picture, open, hold, close, plot, offer, options, ...api } = figure;
  globalThis.unimodalBias = /** @type {any} */ (api);
  api.ready.then(ready.resolve, ready.reject);
  answers = true;
  answerParent(api, { origin: environment.origin, height: () => outside() + need(), parts: [document.body], verbs: { picture } });
  theme.follow(setLook);
  if (late) words.then(() => diagram((choice = {}) => api.diagram(choice))).then(remarks.add).catch(console.warn);
  addEventListener('resize', fit);
  addEventListener('hashchange', ({ newURL }) => { // the address itself may say what was here before again
    remarks.clear();
    notices.then(() => open(new URL(newURL).hash.slice(1))).then(remarks.add, console.warn);
  });

  /** @param {Promise<unknown>} promise */
  const run = (promise) => { promise.catch(console.warn); };
  const { speeds } = description;
  listen(keysOf({
    toggle: () => run(state.playing ? api.pause() : api.play()),
    step: (n) => run(api.step(n)),
    pace: (n) => run(api.set({ speed: nextSpeed(speeds, state.speed, n) ?? state.speed })),
    back: null, help: null, pin: null, moment: null, words: null, lecture: null,
  }), () => true, () => single.on);

  /** The values of the scenario as it comes. */
  const own = () => description.scenarios.find(({ slug }) => slug === state.scenario)?.values ?? {};

  const shown = environment.controls ? chooseControls(description) : [];
  if (shown.length) addControls(shown).catch(console.warn);
  remarks.add(takeMistakes());
  const wrong = await notices.catch(() => null);
  if (!wrong) return; // the figure says why
  remarks.add(wrong);
  if (environment.speed) await api.set({ speed: environment.speed }).catch((/** @type {any} */ mistake) => remarks.add([{ ...mistake, used: state.speed }]));

  let timer = 0;
  let written = -Infinity; // when
  /** The way out leads to the run, and a reload brings it back. */
  async function write() {
    clearTimeout(timer);
    timer = 0;
    written = performance.now();
    const hash = `#${await address()}`;
    $('open').href = new URL('.', location.href).href + hash;
    if (hash !== location.hash) history.replaceState(history.state, '', hash);
  }

  /** @type {Record<string, unknown> | null} of the step's run */
  let stepValues = null;
  const follow = () => {
    if (!state.scenario) return;
    const changed = differs(state.values, own());
    stepValues ??= { ...state.values };
    const told = step && !differs(state.values, stepValues) ? step : null;
    const title = told?.title ?? titleOf(state.scenario, changed);
    $('title').textContent = title;
    document.title = t('page.titleOf', { title });
    $('caption').textContent = told?.caption ?? t(`scenario.${state.scenario}.caption`);
    $('caption').classList.toggle('elsewhere', changed && !told); // its numbers are the scenario's
    if (state.playing && timer) return; // it would never come
    clearTimeout(timer);
    const wait = written + (state.playing ? PACE : REST) - performance.now();
    if (wait <= 0) run(write());
    else timer = setTimeout(() => run(write()), wait);
  };
  api.on('state', follow);
  follow();

  /** @param {import('./describe.js').Parameter[]} parameters */
  async function addControls(parameters) {
    const { createControls } = await arrived($('controls'), () => import('./controls.js'));
    const controls = createControls($('controls'), parameters, api.set, (on) => { run(figure.hold(on)); }, () => {});
    const show = () => controls.show(state.values, own());
    api.on('state', show);
    await api.ready;
    show();
    const [{ moreWords, styleSheet }, { hints }] = await Promise.all([import('./more.js'), import('./hints.js')]);
    await Promise.all([moreWords(), styleSheet('web/inwords.css')]); // the help of each
    hints();
    hint();
    show();
  }
}

/** Whether the height of the window is somebody else's choice. */
function framed() {
  return window.parent !== window;
}
