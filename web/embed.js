// The lab in other people's pages: the way from there to here.

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
