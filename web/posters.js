// Until the program draws, the page shows pictures of a finished run. The page is written with those of the scenario it
// opens on; a link to another scenario gets its own, and panels side by side in a frame those of a telephone: they are as
// small.

import { environment } from './environment.js';
import { inOther } from './language.js';

/** @param {import('./describe.js').Description} description */
export function choosePosters({ scenarios: [opening, ...others] }) {
  const wish = new URLSearchParams(location.hash.slice(1)).get('scenario');
  const slug = others.some((other) => other.slug === wish) ? wish : opening.slug;
  const folder = inOther(environment.lang, `${environment.lang}/`);
  const small = environment.view === 'embed' && document.querySelectorAll('.slot:not([hidden])').length > 1;
  for (const node of document.querySelectorAll('picture source, picture img')) {
    const name = node instanceof HTMLImageElement ? 'src' : 'srcset';
    const file = node.getAttribute(name) ?? '';
    const chosen = file.replace(`/${opening.slug}/`, `/${folder}${slug}/`);
    const fitting = small ? chosen.replace(/-[a-z]+(?=-[a-z]+\.svg$)/, '-narrow') : chosen;
    if (fitting !== file) node.setAttribute(name, fitting);
  }
}
