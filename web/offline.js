// The lab without a network, and the builds that come after this one: a service worker keeps it (service.js); here it is
// asked to, and heard.

import { environment } from './environment.js';
import { inOther } from './language.js';

/** @param {(takeOver: () => void) => void} newer told when another build is ready */
export async function keepOffline(newer) {
  const { serviceWorker, connection } = /** @type {any} */ (navigator);
  if (!serviceWorker || window.top !== window || connection?.saveData) return;
  const script = new URL('../service.js', import.meta.url);
  script.search = inOther(environment.lang, `lang=${environment.lang}`);
  const registration = await serviceWorker.register(script, { updateViaCache: 'none' });

  function tell() {
    const [next, now] = [registration.waiting, serviceWorker.controller].map((worker) => worker && new URL(worker.scriptURL).search);
    if (next != null && next === now) newer(takeOver); // one for another language takes over by itself
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
