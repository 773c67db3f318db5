// The page of one light figure, for frames in other people's pages: its title, its panels, the controls its author wants.

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
import { translate } from './translate.js';

const LATER = 300; // milliseconds after a change until the way out leads to it

/** @param {string} id */
const $ = (id) => /** @type {any} */ (document.getElementById(id));

const ready = Promise.withResolvers();
ready.promise.catch(() => {}); // who waits is told
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
  ready.reject(error);
  $('unstarted')?.classList.add('now');
}

/** @param {import('./describe.js').Description} description */
async function begin(description) {
  const remarks = createRemarks($('remarks'));
  const theme = createTheme($('theme'));
  const chosen = environment.diagram.kind;
  if (chosen) await (await import('./more.js')).moreWords(); // the words of diagrams
  const place = $('figure');
  const outside = () => document.body.offsetHeight - place.querySelector('.stage').clientHeight;
  const figure = createFigure(place, description, {
    link: location.hash.slice(1),
    panels: figurePanels(description),
    look: theme.look(),
    autoplay: environment.autoplay ?? false,
    options: environment.options,
    diagram: chosen ? Object.fromEntries(Object.entries(environment.diagram).filter(([, value]) => value !== null)) : undefined,
    room: framed() ? () => innerHeight - outside() : undefined,
  });
  const { state, notices, need, fit, setLook, address, picture, open, hold, close, plot, offer, options, ...api } = figure;
  globalThis.unimodalBias = /** @type {any} */ (api);
  api.ready.then(ready.resolve, ready.reject);
  answerParent(api, { origin: environment.origin, height: () => outside() + need(), parts: [document.body], verbs: { picture } });
  place.dataset.look = theme.look().theme; // on paper
  theme.follow((look) => {
    setLook(look);
    place.dataset.look = look.theme;
  });
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
  if (shown.length) await addControls(shown);
  remarks.add(takeMistakes());
  remarks.add(await notices);
  if (environment.speed) await api.set({ speed: environment.speed }).catch((/** @type {any} */ mistake) => remarks.add([{ ...mistake, used: state.speed }]));

  let timer = 0;
  /** @type {Record<string, unknown> | null} of the step's run */
  let stepValues = null;
  const follow = () => {
    if (!state.scenario) return;
    const changed = differs(state.values, own());
    stepValues ??= { ...state.values };
    const told = step && !differs(state.values, stepValues) ? step : null;
    $('title').textContent = told?.title ?? titleOf(state.scenario, changed);
    $('caption').textContent = told?.caption ?? t(`scenario.${state.scenario}.caption`);
    $('caption').classList.toggle('elsewhere', changed && !told); // its numbers are the scenario's
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const hash = `#${await address()}`;
      $('open').href = new URL('.', location.href).href + hash;
      if (hash !== location.hash) history.replaceState(history.state, '', hash); // a reload brings the run back
    }, LATER);
  };
  api.on('state', follow);
  follow();

  /** @param {import('./describe.js').Parameter[]} parameters */
  async function addControls(parameters) {
    const { createControls } = await import('./controls.js');
    const controls = createControls($('controls'), parameters, api.set, (on) => { run(figure.hold(on)); }, () => {});
    const show = () => controls.show(state.values, own());
    api.on('state', show);
    await api.ready;
    show();
  }
}

/** Whether the height of the window is somebody else's choice. */
function framed() {
  return window.parent !== window;
}
