// Before the first paint: which view, and which theme, so that neither flashes by. The only script that is no module,
// because modules wait for the page; what it guesses, environment.js and theme.js check.
(() => {
  const query = new URLSearchParams(location.search);
  const { dataset } = document.documentElement;
  // Why the lab might not start: opened as a file it cannot; a host serves it, if not to a frame without an origin.
  if (location.protocol !== 'file:') dataset.served = self.origin === 'null' ? 'sandbox' : 'host';
  // Of a module that does not come only its script tells, and then nothing else of the page runs.
  addEventListener('error', ({ target }) => {
    if (target instanceof HTMLScriptElement) document.getElementById('unstarted')?.classList.add('now');
  }, { capture: true });
  const view = query.getAll('view').at(-1);
  if (view === 'embed' || view === 'present') dataset.view = view;
  let theme = query.getAll('theme').at(-1) ?? (view === 'present' ? 'projector' : null);
  try {
    if (view !== 'embed') theme ??= localStorage.getItem('unimodal-bias-lab/theme');
  } catch {}
  if (theme === 'light' || theme === 'dark' || theme === 'projector') dataset.theme = theme;
})();
