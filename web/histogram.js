// A small histogram of a column, as one shape.

import { number, t } from './strings.js';

const WIDTH = 64;
const HEIGHT = 20;
const GAP = 1;

/** @param {number} [x] in three digits */
const brief = (x = 0) => number(Number(x.toPrecision(3)));

/** @param {import('./roles.js').Column} column */
export function histogram({ kind, histogram: counts = [], min, max, mean, categories = [] }) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.classList.add('histogram');
  svg.setAttribute('role', 'img');
  const words = kind === 'category' && categories.length ? t('data.values', { values: categories }) : t('data.range', { min: brief(min), max: brief(max), mean: brief(mean) });
  svg.setAttribute('aria-label', words);
  const title = document.createElementNS(svg.namespaceURI, 'title');
  title.textContent = words;
  const bars = document.createElementNS(svg.namespaceURI, 'path');
  const most = Math.max(...counts);
  const step = WIDTH / counts.length;
  bars.setAttribute('d', counts.map((count, i) => {
    const height = count ? Math.max(1, HEIGHT * count / most) : 0; // whatever is there can be seen
    return `M${(i * step).toFixed(1)} ${HEIGHT}v${-height.toFixed(1)}h${Math.max(step - GAP, GAP).toFixed(1)}V${HEIGHT}z`;
  }).join(''));
  svg.append(title, bars);
  return svg;
}
