// <unimodal-bias scenario="…">: a figure of the lab for other people's pages. At first it is a facade, a picture and a
// button; the lab comes into a frame when somebody wants it. It imports nothing but its words, where the page around speaks
// another language than English, and whatever names there are (scenarios, parameters, words) the build writes into `lab` below.

/**
 * @type {{
 *   words: Record<string, string>, scenarios: Record<string, string[]>, steps: Record<string, string[]>, opening: string, symbols: Record<string, string>, panels: string[], themes: string[],
 *   numbers: string[], texts: string[], query: string[], verbs: string[], languages: string[],
 * }}
 */
const lab = JSON.parse('{}'); // written by the build, see web/site/static/element.go

const NS = 'unimodal-bias';
const VERSION = 1;
const PAGES = { canvas: 'index.html?view=embed', light: 'figure.html?view=embed' };
const ENGINE = 'light'; // of a figure that names none
const LIVE = 4; // frames with a graphics context of their own, of all figures of a page; the others stand as pictures
const PATIENCE = 2000; // milliseconds for a frame that is to go to say how it looks
const NEAR = '200px'; // how far off the screen a figure is got ready
const AWAY = '0 -99999px'; // where a frame rests that is not shown
const NARROW = 560; // pixels: below, pictures stand one above the other
const SHOWN = 2; // pictures of the facade
const OWN = ['loading', 'engine', 'base', 'sandbox']; // attributes of the element itself

const here = new URL('.', import.meta.url);
const names = [...lab.numbers, ...lab.texts, ...lab.query, 'theme'];
/** @type {Map<string, string>} HTML knows no capitals */
const keyOf = new Map(names.map((name) => [name.toLowerCase(), name]));
const inRun = new Set([...lab.numbers, ...lab.texts]);
const told = new Set([...inRun, 'speed']); // what a frame can be told; the rest is in its address
const LAYOUT = ['scenario', 'step', 'panels', 'controls', 'theme', 'speed', 'autoplay']; // a picture of the scenario is right, whatever these are
const EVENTS = ['ready', 'state', 'milestone', 'error'];

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host { display: block; box-sizing: border-box; margin-block: 1em; font: 0.875rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; text-align: start; }
  :host([hidden]) { display: none; }
  * { box-sizing: border-box; }
  figure { margin: 0; padding: 0.5rem 0.75rem; color: var(--ink); background: var(--paper); --ink: #1b1b1f; --quiet: #64646d; --paper: #fff; --rail: #1b1b1f38; }
  .dark { color-scheme: dark; --ink: #e9e9ee; --quiet: #9c9ca6; --paper: #15171b; --rail: #e9e9ee42; }
  header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; }
  b { font-weight: 600; }
  p, .links { margin: 0; font-size: 0.75rem; line-height: 1.3; color: var(--quiet); }
  header p { flex: 1 1 12rem; }
  :host(:dir(rtl)) header p { text-align: right; }
  .links { display: flex; gap: 0.75rem; }
  a { color: inherit; text-decoration-color: var(--rail); text-underline-offset: 0.2em; }
  button { display: block; width: 100%; margin: 0.25rem 0 0; padding: 0; direction: ltr; text-align: left; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
  .posters { display: flex; align-items: flex-start; gap: 1rem; }
  .narrow .posters { display: block; }
  img { display: block; flex: 1 1 0; width: 100%; min-width: 0; }
  .play { display: block; width: 2.75rem; height: 2.75rem; margin-top: 0.25rem; border-radius: 50%; background: var(--ink); fill: var(--paper); padding: 0.875rem; }
  button:hover .play { background: var(--quiet); }
  :focus-visible { outline: 2px solid var(--ink); outline-offset: 2px; border-radius: 3px; }
  iframe { display: block; width: 100%; border: 0; }
  .scheme { position: absolute; color: light-dark(#000, #fff); transition: color 1ms, visibility 1ms; }
  @media (forced-colors: active) { .play { forced-color-adjust: none; background: CanvasText; fill: Canvas; } }
  @media print { .play { display: none; } }
`);

/** @type {Set<Figure>} those whose frame is there, the one looked at last at the end */
const live = new Set();
/** @type {Set<Figure>} those in a document */
const figures = new Set();

/** @param {string} tag @param {Record<string, any>} [properties] @param {(Node | string)[]} children */
function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** @typedef {{lang: string, words: Record<string, string>, scenarios: Record<string, string[]>, steps: Record<string, string[]>}} Words */

const [ENGLISH] = lab.languages;
/** @type {Map<string, Words>} */
const spoken = new Map([[ENGLISH, { ...lab, lang: ENGLISH }]]);

/** The words of a language; they come later, and until then English stands in. @param {string} lang */
function wordsOf(lang) {
  const english = /** @type {Words} */ (spoken.get(ENGLISH));
  if (!spoken.has(lang)) {
    spoken.set(lang, english);
    import(new URL(`web/element.${lang}.js`, here).href).then(({ default: words }) => {
      spoken.set(lang, words);
      dress();
    }).catch(console.warn);
  }
  return spoken.get(lang) ?? english;
}

/** What was wrong, as the frame tells it. */
class FigureError extends Error {
  /** @param {{code: string, message: string}} facts */
  constructor({ message, ...facts }) {
    super(message);
    this.name = 'LabError';
    Object.assign(this, facts);
  }
}

addEventListener('message', ({ source, origin, data }) => {
  if (!source || data?.ns !== NS || data.v !== VERSION) return;
  for (const figure of figures) if (figure.hears(source, origin)) figure.take(data);
});

/** The host's colours may change with a switch of its own, at once or slowly. */
const dress = () => { for (const figure of figures) figure.dress(); };
const observer = new MutationObserver(dress);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', dress);
addEventListener('transitionend', ({ propertyName }) => { if (propertyName === 'background-color') dress(); });

const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) /** @type {Figure} */ (target).seen(isIntersecting);
}, { rootMargin: NEAR });

const widths = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) /** @type {Figure} */ (target).fit(contentRect.width);
});

/** At most so many graphics contexts: who was not looked at for longest gives its own up. */
function makeRoom() {
  const others = [...live].filter(({ heavy }) => heavy);
  if (others.length < LIVE) return;
  (others.find(({ near }) => !near) ?? others.find(({ focused }) => !focused) ?? others[0]).park();
}

class Figure extends HTMLElement {
  static observedAttributes = [...keyOf.keys(), ...OWN];

  #root = this.attachShadow({ mode: 'open' });
  #box = make('figure');
  #scheme = make('span', { className: 'scheme' });
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  #isReady = false;
  /** @type {PromiseWithResolvers<void>} */
  #ready = Promise.withResolvers();
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: any) => void}>} */
  #calls = new Map();
  #last = 0; // id of a call
  /** @type {any} what the frame has told of its run */
  #state = null;
  /** @type {string} the last picture of a frame that is gone */
  #picture = '';
  #wanted = false; // it has been live, and comes back by itself
  #dark = false;
  /** @type {Words | null} those it shows */
  #words = null;
  #height = 0;
  /** @type {Set<string>} attributes that have changed */
  #changed = new Set();
  #within = false; // the screen, or nearly
  near = false; // the same, and shown

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#scheme, this.#box);
    this.#scheme.addEventListener('transitionend', () => { // it has no other use than to feel what it inherits
      this.dress();
      this.seen();
    });
    this.#ready.promise.catch(() => {}); // who waits is told
  }

  connectedCallback() {
    for (const key of names) { // set before this module had come
      if (!Object.hasOwn(this, key)) continue;
      const value = /** @type {any} */ (this)[key];
      delete (/** @type {any} */ (this)[key]);
      /** @type {any} */ (this)[key] = value;
    }
    if (!figures.size) for (const node of [document.documentElement, document.body]) observer.observe(node, { attributes: true });
    figures.add(this);
    sight.observe(this);
    widths.observe(this);
    this.#dark = this.#isDark();
    this.#show();
    if (this.#wanted || this.#loading === 'eager') this.#comeBack(false);
  }

  disconnectedCallback() {
    if (this.isConnected) return; // moved without leaving
    figures.delete(this);
    sight.unobserve(this);
    widths.unobserve(this);
    if (!figures.size) observer.disconnect();
    this.#wanted = Boolean(this.#frame);
    this.#close();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!figures.has(this)) return;
    if (!this.#changed.size) queueMicrotask(() => this.#follow());
    this.#changed.add(name);
  }

  /** Resolves when the figure is live, and takes commands. */
  get ready() { return this.#ready.promise; }

  get #loading() { return this.getAttribute('loading'); }

  get focused() { return /** @type {Document | ShadowRoot} */ (this.getRootNode()).activeElement === this; }

  get #engine() {
    const wish = this.getAttribute('engine') ?? '';
    return /** @type {keyof typeof PAGES} */ (Object.hasOwn(PAGES, wish) ? wish : ENGINE);
  }

  /** Whether its frame has a graphics context. */
  get heavy() { return this.#engine === 'canvas'; }

  get #base() {
    const base = this.getAttribute('base');
    return base ? new URL(base.replace(/\/?$/, '/'), document.baseURI) : here;
  }

  /** The address of a page of the lab with the run of this figure. @param {string} page @param {boolean} [plays] */
  #address(page, plays) {
    const url = new URL(page, this.#base);
    const run = new URLSearchParams({ v: String(VERSION) });
    if (this.#state) {
      const { scenario, values, epoch, pins } = this.#state;
      for (const [key, value] of Object.entries({ scenario, ...values, ...pins && { pins }, epoch })) run.set(key, value);
    } else {
      for (const [key, value] of this.#own()) if (inRun.has(key)) run.set(key, value);
    }
    if (url.search) {
      for (const [key, value] of this.#own()) if (!inRun.has(key) && !(key === 'theme' && value === 'auto')) url.searchParams.set(key, value);
      if (plays) url.searchParams.set('autoplay', '1');
      const { said, lang } = this.#language;
      if (said) url.searchParams.set('lang', lang);
      if (self.origin !== 'null') url.searchParams.set('origin', self.origin);
    }
    url.hash = String(run);
    return url.href.replaceAll('%2C', ',');
  }

  /** The attributes that say what is shown: keys as the lab spells them. @returns {[string, string][]} */
  #own() {
    return [...this.attributes].flatMap(({ name, value }) => (keyOf.has(name) ? [[/** @type {string} */ (keyOf.get(name)), value]] : []));
  }

  /** Whether the host is dark: as its colour scheme says, or else its ground. */
  #isDark() {
    const theme = this.getAttribute('theme');
    if (lab.themes.includes(theme ?? '')) return theme === 'dark';
    if (/255/.test(getComputedStyle(this.#scheme).color)) return true;
    if (getComputedStyle(this).colorScheme !== 'normal') return false;
    for (let node = /** @type {any} */ (this); node; node = node.parentElement ?? node.getRootNode().host) {
      const [red, green, blue, alpha = 1] = (getComputedStyle(node).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
      if (alpha > 0.5) return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
    }
    return false;
  }

  /** What the page around speaks, as far as it says so, in a language of the lab; else what the browser prefers. */
  get #language() {
    let tag = '';
    for (let node = /** @type {any} */ (this); node && !tag; node = node.parentElement ?? node.getRootNode().host) tag = node.lang;
    const wishes = (tag ? [tag] : navigator.languages).filter((wish) => !/^zh-(hant|tw|hk|mo)/i.test(wish)).map((wish) => wish.split('-')[0].toLowerCase());
    return { said: Boolean(tag), lang: wishes.find((wish) => lab.languages.includes(wish)) ?? ENGLISH };
  }

  /** Its words at present. */
  get #spoken() { return wordsOf(this.#language.lang); }

  /** @param {string} key @param {Record<string, string>} [values] */
  #say(key, values = {}) {
    return this.#spoken.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  }

  /** The page around has changed, perhaps. */
  dress() {
    const before = [this.#dark, this.#words];
    this.#dark = this.#isDark();
    this.#words = this.#spoken;
    if (before[0] === this.#dark && before[1] === this.#words) return;
    if (this.#frame) this.#frame.style.colorScheme = this.#dark ? 'dark' : 'light';
    else this.#show();
  }

  /** @param {number} width */
  fit(width) {
    this.#box.classList.toggle('narrow', width < NARROW);
    if (!this.#frame && !this.#picture) this.#place();
  }

  /** The picture and the button. */
  #show() {
    this.#words = this.#spoken;
    const { slug, title, caption } = this.#scenario();
    const own = this.#own().filter(([key, value]) => !LAYOUT.includes(key) || (key === 'scenario' && value !== slug));
    const link = (/** @type {string} */ words, /** @type {string} */ href) => make('a', { href, target: '_blank', rel: 'noopener', textContent: words });
    const play = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    play.setAttribute('class', 'play');
    play.setAttribute('viewBox', '0 0 16 16');
    play.innerHTML = '<path d="M4.5 2.2v11.6L14 8z"/>';
    const values = own.map(([key, value]) => `${lab.symbols[key] ?? key} = ${value}`).join(', ');
    const about = values ? this.#say('nearest', { title, values }) : caption;
    const button = make('button', { type: 'button', onclick: () => this.#activate(true) }, make('span', { className: 'posters' }), play);
    button.setAttribute('aria-label', this.#say(this.#picture ? 'resume' : 'play', { title }));
    this.#box.className = `${this.#dark ? 'dark' : ''} ${this.clientWidth < NARROW ? 'narrow' : ''}`;
    this.#box.replaceChildren(
      make('header', {}, make('b', { dir: 'auto', textContent: title }), make('p', { dir: 'auto', textContent: this.#picture ? '' : about }),
        make('span', { className: 'links' }, link(this.#say('credit'), this.#say('paper')), link(this.#say('open'), this.#address('index.html')))),
      button,
    );
    this.#box.lang = /** @type {Words} */ (this.#words).lang;
    this.#box.dataset.scenario = slug;
    this.#place();
  }

  #scenario() {
    const { lang, scenarios, steps } = this.#spoken;
    const folder = lang === ENGLISH ? '' : `${lang}/`;
    const step = this.getAttribute('step') ?? '';
    if (!this.#state && !this.hasAttribute('scenario') && Object.hasOwn(steps, step)) {
      const [title, slug] = steps[step];
      return { slug, title, caption: '', folder, poster: `story/${folder}${step}-answer` };
    }
    const wish = (this.#state?.scenario ?? this.getAttribute('scenario')) || '';
    const slug = Object.hasOwn(lab.scenarios, wish) ? wish : lab.opening;
    const [title, caption] = scenarios[slug];
    return { slug, title, caption, folder };
  }

  /** Puts the pictures in: the last one of the run, or those of the scenario. */
  #place() {
    const place = this.#root.querySelector('.posters');
    if (!place || !figures.has(this)) return;
    if (this.#picture) return place.replaceChildren(make('img', { alt: '', src: this.#picture }));
    const asked = (this.getAttribute('panels') ?? '').split(',').map((panel) => panel.trim());
    const known = lab.panels.filter((panel) => asked.includes(panel));
    const panels = (known.length ? known : lab.panels).slice(0, SHOWN);
    const { slug, poster, folder } = this.#scenario();
    const size = (panels.length > 1 && !poster) || this.clientWidth < NARROW ? 'narrow' : 'wide'; // side by side each is as on a telephone
    const files = (poster ? [poster] : panels.map((panel) => `posters/${folder}${slug}/${panel}`))
      .map((name) => new URL(`${name}-${size}-${this.#dark ? 'dark' : 'light'}.svg`, this.#base).href);
    const images = /** @type {HTMLImageElement[]} */ ([...place.children]);
    if (images.length === files.length && images.every(({ src }, i) => src === files[i])) return;
    place.replaceChildren(...files.map((src) => make('img', { alt: '', loading: 'lazy', src })));
  }

  /** @param {boolean} [byHand] then it plays, and the focus goes along */
  #activate(byHand = false) {
    if (this.#frame || !figures.has(this)) return;
    if (this.heavy) makeRoom();
    const held = this.#root.activeElement;
    const { title } = this.#scenario();
    const frame = /** @type {HTMLIFrameElement} */ (make('iframe', { title: this.#say('frame', { title }), allow: 'fullscreen; clipboard-write' }));
    if (this.hasAttribute('sandbox')) frame.setAttribute('sandbox', this.getAttribute('sandbox') || 'allow-scripts');
    frame.style.height = `${this.#height || this.#box.offsetHeight}px`;
    frame.style.colorScheme = this.#dark ? 'dark' : 'light';
    frame.src = this.#address(PAGES[this.#engine], this.#state?.playing || (byHand && !this.#state));
    this.#frame = frame;
    this.#picture = '';
    live.add(this);
    this.#box.replaceWith(frame);
    if (held) frame.focus({ preventScroll: true });
  }

  /** The frame goes; who waits for an answer is told. */
  #close() {
    if (!this.#frame) return;
    this.#frame.replaceWith(this.#box);
    this.#frame = null;
    this.#isReady = false;
    live.delete(this);
    this.#refuse();
    this.#ready.reject(new FigureError({ code: 'ended', message: this.#say('ended') }));
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => {});
  }

  /** Tells those who wait for an answer that none will come. */
  #refuse() {
    for (const { reject } of this.#calls.values()) reject(new FigureError({ code: 'ended', message: this.#say('ended') }));
    this.#calls.clear();
  }

  /** Gives its graphics up for another figure, and stands as its last picture. */
  async park() {
    const frame = this.#frame;
    const wasNear = this.near;
    live.delete(this);
    const svg = this.#isReady && await Promise.race([this.#post('picture', []), new Promise((done) => { setTimeout(done, PATIENCE); })]).catch(() => '');
    if (this.#frame !== frame) return;
    this.#picture = svg ? `data:image/svg+xml,${encodeURIComponent(svg)}` : '';
    this.#close();
    this.#wanted = !wasNear; // what was given up in sight comes back when somebody asks
    this.#show();
  }

  /** Whether it is on the screen, or nearly, has changed; a slide may be there and not be shown. */
  seen(within = this.#within) {
    this.#within = within;
    const shown = getComputedStyle(this).visibility === 'visible';
    this.near = within && shown;
    if (this.#frame) this.#frame.style.translate = shown ? '' : AWAY;
    if (!this.near) return;
    if (live.delete(this)) live.add(this);
    else if (this.#wanted || this.#loading === 'lazy' || this.#loading === 'eager') this.#comeBack(true);
  }

  /** By itself a figure comes only where there is room, or if it is in sight and another one that is not makes room. @param {boolean} seen */
  #comeBack(seen) {
    const others = [...live].filter(({ heavy }) => heavy);
    if (!this.heavy || others.length < LIVE || (seen && others.some(({ near }) => !near))) this.#activate();
  }

  /** Whether a message is of its own frame, which is where it was sent. @param {MessageEventSource} source @param {string} origin */
  hears(source, origin) {
    return source === this.#frame?.contentWindow && (origin === this.#base.origin || (origin === 'null' && this.#opaque));
  }

  get #opaque() {
    const { sandbox } = /** @type {HTMLIFrameElement} */ (this.#frame);
    return self.origin === 'null' || (sandbox.length > 0 && !sandbox.contains('allow-same-origin'));
  }

  /** @param {any} message of its frame */
  take({ id, result, error, event, data }) {
    if (event === undefined) {
      const call = this.#calls.get(id);
      this.#calls.delete(id);
      if (error) call?.reject(new FigureError(error));
      else call?.resolve(result);
      return;
    }
    if (event === 'size') return this.#grow(Number(data?.height));
    if (event === 'key') return this.#press(data);
    if (event === 'state') this.#state = data;
    if (event === 'ready') { // for the first time, or resumed
      this.#refuse();
      this.#isReady = true;
      this.#ready.resolve();
      this.#ready = Promise.withResolvers();
      this.#ready.resolve();
    }
    if (event === 'error' && data?.code === 'ended') this.#ready.reject(new FigureError(data));
    if (EVENTS.includes(event)) this.#tell(event, event === 'error' ? new FigureError(data) : data);
  }

  /** @param {string} event @param {unknown} detail */
  #tell(event, detail) { this.dispatchEvent(new CustomEvent(event, { detail })); }

  /** @param {number} height */
  #grow(height) {
    if (!this.#frame || !(height > 0 && height < 10000)) return;
    this.#height = height;
    this.#frame.style.height = `${height}px`;
  }

  /** A key that the frame has no use for is pressed here: decks and pages listen to theirs. @param {KeyboardEventInit} key */
  #press(key) {
    if (this.focused) this.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, composed: true, cancelable: true }));
  }

  /** @param {string} func @param {unknown[]} args */
  #post(func, args) {
    if (!this.#frame) return Promise.reject(new FigureError({ code: 'ended', message: this.#say('ended') }));
    const { promise, resolve, reject } = Promise.withResolvers();
    const id = ++this.#last;
    this.#calls.set(id, { resolve, reject });
    try {
      this.#frame.contentWindow?.postMessage({ ns: NS, v: VERSION, id, func, args }, this.#opaque ? '*' : this.#base.origin);
    } catch (error) { // what cannot be copied
      this.#calls.delete(id);
      reject(error);
    }
    return promise;
  }

  /** Calls a verb of the lab, which comes if it is not there yet. @param {string} func @param {unknown[]} args */
  async call(func, ...args) {
    if (!figures.has(this)) throw new FigureError({ code: 'detached', message: this.#say('detached') });
    this.#activate();
    await this.ready;
    return this.#post(func, args);
  }

  /** @param {string} event @param {(data: any) => void} listener */
  on(event, listener) {
    const heard = (/** @type {any} */ { detail }) => listener(detail);
    this.addEventListener(event, heard);
    return () => this.removeEventListener(event, heard);
  }

  /** Attributes have changed: what is part of the run is told to the frame, anything else asks for another one. */
  #follow() {
    const changed = [...this.#changed];
    this.#changed.clear();
    if (!figures.has(this)) return;
    this.#dark = this.#isDark();
    if (!this.#frame) {
      if (changed.some((name) => told.has(keyOf.get(name) ?? ''))) this.#forget();
      this.#show();
      if (this.#loading === 'eager' || (this.#loading === 'lazy' && this.near)) this.#comeBack(this.near);
      return;
    }
    if (changed.every((name) => told.has(keyOf.get(name) ?? ''))) {
      const whole = changed.some((name) => name === 'scenario' || !this.hasAttribute(name));
      const values = Object.fromEntries(this.#own().filter(([key]) => told.has(key) && (whole || changed.includes(key.toLowerCase()))).map(([key, text]) => [key, this.#read(key, text)]));
      this.call('set', whole ? { scenario: lab.opening, ...values } : values).catch((error) => this.#tell('error', error));
    } else if (changed.some((name) => name !== 'loading')) {
      if (changed.some((name) => told.has(keyOf.get(name) ?? ''))) this.#state = null;
      this.#close();
      this.#activate();
    }
  }

  /** @param {string} key @param {string} text */
  #read(key, text) {
    return !lab.texts.includes(key) && text.trim() && Number.isFinite(Number(text)) ? Number(text) : text;
  }

  /** Another run was asked for: the last one is over. */
  #forget() {
    this.#picture = '';
    this.#state = null;
    this.#wanted = false;
  }
}

for (const verb of lab.verbs) {
  Object.defineProperty(Figure.prototype, verb, { value(/** @type {unknown[]} */ ...args) { return this.call(verb, ...args); }, configurable: true, writable: true });
}
for (const [name, key] of [...keyOf, ...OWN.map((own) => [own, own])]) {
  if (key in Figure.prototype) continue; // a verb of that name goes first
  Object.defineProperty(Figure.prototype, key, {
    get() { return this.getAttribute(name); },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
    configurable: true,
  });
}
if (!customElements.get(NS)) customElements.define(NS, Figure);
