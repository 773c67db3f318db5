// Until the program draws, the page shows pictures of a finished run. The page is written with those of the scenario it
// opens on; a link to another scenario gets its own.

/** @param {import('./describe.js').Description} description */
export function choosePosters({ scenarios: [opening, ...others] }) {
  const wish = new URLSearchParams(location.hash.slice(1)).get('scenario');
  if (!others.some(({ slug }) => slug === wish)) return;
  for (const node of document.querySelectorAll('picture source, picture img')) {
    const name = node instanceof HTMLImageElement ? 'src' : 'srcset';
    node.setAttribute(name, (node.getAttribute(name) ?? '').replace(`/${opening.slug}/`, `/${wish}/`));
  }
}
