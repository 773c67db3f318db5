// The lab in other people's pages: what to paste there, and the way from there to here.

import { environment } from './environment.js';
import { t } from './strings.js';

const WIDTH = 700;
const HEIGHT = 420;
const TALL = 600; // for more panels than lie side by side

/**
 * An iframe that shows what is shown now.
 * @param {import('./link.js').Link} link
 * @param {string} title
 */
export function embedSnippet(link, title) {
  const source = link.address({ view: 'embed', theme: environment.theme, autoplay: null, speed: null });
  /** @param {string} text */
  const quoted = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const panels = new URL(source).searchParams.get('panels')?.split(',') ?? [];
  return `<iframe src="${quoted(source)}" width="${WIDTH}" height="${panels.length > 2 ? TALL : HEIGHT}" loading="lazy" title="${quoted(`${t('page.title')}: ${title}`)}"></iframe>`;
}

/**
 * The link out of a frame. It is made when it is used, so that it leads to the present state.
 * @param {HTMLAnchorElement} anchor
 * @param {import('./link.js').Link} link
 */
export function leadsToLab(anchor, link) {
  const point = () => { anchor.href = link.address({ view: null, panels: null, controls: null, autoplay: null }); };
  anchor.hidden = false;
  anchor.href = location.href.replace(/[?].*?(?=#|$)/, '');
  for (const event of ['pointerdown', 'focus']) anchor.addEventListener(event, point);
  anchor.addEventListener('click', point);
}
