// The lab without a network, and the builds that come after this one: a service worker keeps it (service.js); here it is
// asked to, and heard.

/** @param {(takeOver: () => void) => void} newer told when another build is ready */
export async function keepOffline(newer) {
  const { serviceWorker, connection } = /** @type {any} */ (navigator);
  if (!serviceWorker || window.top !== window || connection?.saveData) return;
  const registration = await serviceWorker.register(new URL('../service.js', import.meta.url), { updateViaCache: 'none' });

  function tell() {
    if (registration.waiting && serviceWorker.controller) newer(takeOver);
  }
  function takeOver() {
    serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    registration.waiting?.postMessage('take over');
  }
  registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', tell));
  tell();
  // A page may stay open for days.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) registration.update().catch(console.warn); });
}
