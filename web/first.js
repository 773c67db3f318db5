// Before the first paint: which view, and which theme, so that neither flashes by. The only script that is no module,
// because modules wait for the page; what it guesses, environment.js and theme.js check.
(() => {
  const query = new URLSearchParams(location.search);
  const { dataset } = document.documentElement;
  // A page that is written in several languages leads to the reader's (language.js): the English one is everybody's.
  if (dataset.words) {
    const asked = query.getAll('lang').at(-1);
    let known = null;
    try {
      known = localStorage.getItem('unimodal-bias-lab/language');
    } catch {}
    const wishes = asked ? [asked] : dataset.words === 'en' ? [known, ...navigator.languages.filter((tag) => !/^zh-(hant|tw|hk|mo)/i.test(tag))] : [];
    const page = (tag) => tag && document.querySelector(`link[hreflang|="${CSS.escape(tag.split('-')[0])}"]`);
    const own = page(wishes.find(page));
    if (own && !own.hreflang.startsWith(dataset.words)) location.replace(own.href + location.search + location.hash);
  }
  // Why the lab might not start: opened as a file it cannot; a host serves it, if not to a frame without an origin.
  if (location.protocol !== 'file:') dataset.served = self.origin === 'null' ? 'sandbox' : 'host';
  const unstarted = () => document.getElementById('unstarted'); // gone once the page runs

  // Every part of a build says which one it is of, and does not begin beside those of another (web/site/static/stamp.go).
  // Documents have none: they have no other parts.
  let foreign = false; // this script, which comes before there is a page to say so
  globalThis.unimodalBiasPart = (build) => {
    if (!dataset.build || build === dataset.build && !foreign) return;
    foreign ||= !document.body;
    mix();
    throw new Error(`a part of ${build} in a page of ${dataset.build}`);
  };
  function mix() {
    dataset.mixed = '';
    dispatchEvent(new Event('unimodal-bias-mixed'));
    // Some cache has kept what the host has no more. At the start there is nothing to lose by asking the host.
    if (unstarted() && /** @type {PerformanceNavigationTiming | undefined} */ (performance.getEntriesByType('navigation')[0])?.type !== 'reload') globalThis.unimodalBiasRenew();
    else unstarted()?.classList.add('now');
  }
  // What has been fetched is asked for again past all caches, for a mere reload takes the same from them.
  let renewing = false;
  globalThis.unimodalBiasRenew = async () => {
    if (renewing) return;
    renewing = true;
    const here = new URL('.', location.href).href;
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.startsWith(here));
    const ask = (name) => fetch(name, { cache: 'no-cache' }).then((response) => response.blob());
    await Promise.allSettled([...new Set([location.href.split('#')[0], ...fetched])].map(ask));
    location.reload();
  };
  addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest('#renew')) globalThis.unimodalBiasRenew();
    if (!target.closest('#offer :is(a, button)')) return;
    told();
    /** @type {HTMLElement | null} */ (document.querySelector('.top nav a'))?.focus({ preventScroll: true }); // there the story is from now on
  });
  // Who comes for the first time, and to nothing in particular, is offered the story: from the first paint on, so that
  // nothing moves. Without storage it is declined for this visit.
  const TOLD = 'unimodal-bias-lab/story';
  function told() {
    delete dataset.offer;
    try {
      localStorage.setItem(TOLD, 'told');
    } catch {}
  }
  const asked = location.hash.length > 1 || ['view', 'step', 'panels', 'controls', 'diagram'].some((key) => query.has(key));
  if (dataset.page === 'story') told();
  else if (!asked && window === top) {
    try {
      if (!localStorage.getItem(TOLD)) dataset.offer = '';
    } catch {
      dataset.offer = '';
    }
  }
  // Of a module that does not come only its script tells, and then nothing else of the page runs. One that does not fit the
  // others is a mistake of grammar.
  addEventListener('error', ({ target, error }) => {
    if (error instanceof SyntaxError && unstarted()) mix();
    if (target instanceof HTMLScriptElement) unstarted()?.classList.add('now');
  }, { capture: true });
  const view = query.getAll('view').at(-1);
  if (view === 'embed' || view === 'present') dataset.view = view;
  // The lab before an audience, with no run in its link, is the lecture. Documents have no build.
  if (view === 'present' && dataset.build && !dataset.page && !location.hash.includes('=')) location.replace('story/' + location.search);
  let theme = query.getAll('theme').at(-1) ?? (view === 'present' ? 'projector' : null);
  try {
    if (view !== 'embed' && dataset.page !== 'figure') theme ??= localStorage.getItem('unimodal-bias-lab/theme');
  } catch {}
  if (theme === 'light' || theme === 'dark' || theme === 'projector') dataset.theme = theme;
})();
