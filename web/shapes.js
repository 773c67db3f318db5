// The shapes of a light figure: an SVG element per key, in the order in which they are painted. Only what the program says
// has changed is made anew.

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {{changed: [key: string, element: string][], order?: string[]}} Shapes as the program writes them (render/scene/shapelayer.go) */

/** @param {SVGElement} layer */
export function createShapes(layer) {
  const workshop = document.createElementNS(SVG, 'svg');
  /** @type {Map<string, Element>} */
  const shown = new Map();

  return {
    /** @param {Shapes} shapes */
    apply({ changed, order }) {
      if (changed.length) workshop.innerHTML = changed.map(([, element]) => element).join('');
      const made = [...workshop.children];
      changed.forEach(([key], i) => {
        shown.get(key)?.replaceWith(made[i]);
        shown.set(key, made[i]);
      });
      if (!order) return;
      const keep = new Set(order);
      for (const [key, element] of shown) {
        if (keep.has(key)) continue;
        element.remove();
        shown.delete(key);
      }
      order.forEach((key, i) => {
        const element = /** @type {Element} */ (shown.get(key));
        if (layer.children[i] !== element) layer.insertBefore(element, layer.children[i] ?? null);
      });
    },
  };
}
