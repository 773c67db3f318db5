// What can be dragged in the picture. The program draws a handle and says where it is; here it gets an element of its
// own to be focused, named, taken hold of and moved by keys. Everything around it stays the browser's.

import { environment } from './environment.js';
import { bare } from './markup.js';
import { hasText, list, number, t } from './strings.js';

const SMALLEST = 44; // CSS pixels: what a finger hits
const FAR = 2e3; // steps: from any place to the end
const PLANE = 'theory'; // the diagram that the page opens with
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * @typedef {object} Handle
 * @property {string} k key
 * @property {number} x its centre, in CSS pixels of the picture
 * @property {number} y
 * @property {number} size
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [now] where it stands between the two
 * @property {Record<string, unknown>} values what it stands at
 * @property {boolean} [gone]
 */

/**
 * @param {HTMLElement} layer lies exactly over the picture
 * @param {import('./api.js').Commands} commands
 * @param {() => void} onMove the person has moved one
 */
export function createHandles(layer, commands, onMove) {
  /** @type {Map<string, ReturnType<typeof createHandle>>} */
  const handles = new Map();
  let arranged = false;
  let width = layer.clientWidth;
  new ResizeObserver(() => {
    arranged = false;
    if (layer.clientWidth !== width) handles.forEach(({ letGo }) => letGo()); // turned, a place under the finger is another one
    width = layer.clientWidth;
  }).observe(layer);

  /** Tab comes to the handles in the order in which their panels are seen. */
  function arrange() {
    arranged = true;
    const { x, y } = layer.getBoundingClientRect();
    const slots = [...document.querySelectorAll('.slot:not([hidden])')].map((slot) => slot.getBoundingClientRect());
    const seen = [...handles.values()].map(({ element, centre }) => {
      const at = { x: x + centre().x, y: y + centre().y };
      const box = slots.find(({ left, right, top, bottom }) => left <= at.x && at.x <= right && top <= at.y && at.y <= bottom);
      return { element, top: box?.top ?? at.y, left: box?.left ?? at.x };
    });
    seen.sort((a, b) => (Math.abs(a.top - b.top) > 1 ? a.top - b.top : a.left - b.left));
    if (seen.every(({ element }, i) => layer.children[i] === element)) return;
    const focused = /** @type {HTMLElement | null} */ (layer.querySelector(':focus'));
    layer.append(...seen.map(({ element }) => element));
    focused?.focus({ preventScroll: true });
  }

  return {
    /** @param {Handle[]} [changed] */
    apply(changed = []) {
      for (const handle of changed) {
        const known = handles.get(handle.k);
        if (handle.gone) {
          known?.element.remove();
          handles.delete(handle.k);
          continue;
        }
        const shown = known ?? createHandle(handle.k, layer, commands, onMove);
        handles.set(handle.k, shown);
        shown.show(handle);
        arranged &&= shown === known;
      }
      if (changed.length && !arranged && !layer.querySelector(':active')) arrange();
    },

    /**
     * Points once at a handle that has an invitation, and answers its words; they are about the plane, not about a
     * diagram that the address puts in its place.
     * @param {boolean} still
     */
    invite(still) {
      if ((environment.diagram.kind ?? PLANE) !== PLANE) return '';
      for (const key of handles.keys()) {
        const words = `handle.${key}.${still ? 'inviteStill' : 'invite'}`;
        if (!hasText(words)) continue;
        commands.tell('pulse', { handle: key }).catch(console.warn);
        return t(words);
      }
      return '';
    },

    /** @param {boolean} on */
    enable(on) {
      if (!on) handles.forEach(({ letGo }) => letGo());
      layer.inert = !on;
    },
  };
}

/**
 * @param {string} key
 * @param {HTMLElement} layer
 * @param {import('./api.js').Commands} commands
 * @param {() => void} onMove
 */
function createHandle(key, layer, commands, onMove) {
  const element = document.createElement('div');
  element.className = 'handle';
  let flat = false; // it moves in two directions
  element.dataset.handle = key;
  element.tabIndex = 0;
  element.setAttribute('role', 'slider');
  element.setAttribute('aria-label', t(`handle.${key}.name`));
  layer.append(element);

  let at = { x: 0, y: 0 };
  /** @type {{x: number, y: number, pointer: number} | null} from the centre to where the pointer took hold */
  let grip = null;
  let hover = false;
  let look = 'normal';
  /** @type {{x: number, y: number} | null} where to drag next, once the program has taken the last place */
  let next = null;
  let dragging = false;

  function showLook() {
    const now = grip ? 'active' : hover ? 'hover' : element.matches(':focus-visible') ? 'focus' : 'normal';
    if (now === look) return;
    look = now;
    commands.tell('handle', { handle: key, state: look }).catch(console.warn);
  }

  /** @param {PointerEvent} event */
  function place(event) {
    const box = layer.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  }

  /** The program hears of one place at a time, and of the latest next. The handle follows; so do the runs, as fast as they are computed. */
  async function drag() {
    if (dragging) return;
    dragging = true;
    try {
      while (next) {
        const point = next;
        next = null;
        await commands.begin('drag', { handle: key, ...point });
      }
    } catch (error) {
      console.warn(error);
    } finally {
      dragging = false;
    }
  }

  /** Back to where it was taken. @param {number} pointer */
  function cancel(pointer) {
    grip = next = null;
    element.releasePointerCapture(pointer);
    commands.command('cancel', { handle: key }).catch(console.warn);
    showLook();
  }

  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || grip) return;
    element.setPointerCapture(event.pointerId);
    const point = place(event);
    grip = { x: point.x - at.x, y: point.y - at.y, pointer: event.pointerId };
    commands.tell('grab', { handle: key }).catch(console.warn);
    showLook();
    onMove();
  });
  element.addEventListener('pointermove', (event) => {
    if (!grip) return;
    const point = place(event);
    next = { x: point.x - grip.x, y: point.y - grip.y };
    drag();
  });
  // However the drag ends, the capture is lost.
  element.addEventListener('lostpointercapture', () => {
    if (!grip) return;
    grip = null;
    commands.command('release', { handle: key }).catch(console.warn);
    showLook();
  });
  element.addEventListener('pointerenter', (event) => {
    hover = event.pointerType !== 'touch';
    showLook();
  });
  element.addEventListener('pointerleave', () => {
    hover = false;
    showLook();
  });
  element.addEventListener('focus', showLook);
  element.addEventListener('blur', showLook);
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && grip) {
      event.preventDefault();
      event.stopPropagation();
      return cancel(grip.pointer);
    }
    const way = ARROWS[event.key] ?? (flat ? null : { Home: [-FAR, 0], End: [FAR, 0] }[event.key]);
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const [dx, dy] = way;
    commands.command('nudge', { handle: key, dx, dy, coarse: event.shiftKey }).catch(console.warn);
    showLook();
    onMove();
  });

  return {
    element,
    centre: () => at,

    /** The drag ends where it has come to. */
    letGo() {
      next = null;
      if (grip) element.releasePointerCapture(grip.pointer);
    },

    /** @param {Handle} handle */
    show({ x, y, size, min, max, now, values }) {
      at = { x, y };
      flat = hasText(`handle.${key}.role`) && Boolean(values.yKey || !values.xKey);
      const side = Math.max(size, SMALLEST);
      const { style } = element;
      style.inlineSize = style.blockSize = `${side}px`;
      style.left = `${x - side / 2}px`;
      style.top = `${y - side / 2}px`;
      set(element, 'aria-roledescription', flat ? t(`handle.${key}.role`) : undefined);
      set(element, 'aria-valuemin', decimal(min));
      set(element, 'aria-valuemax', decimal(max));
      set(element, 'aria-valuenow', decimal(now));
      const words = `handle.${key}.value`;
      const lies = `${words}.${values.lies}`; // in which region, once that is known; its words come later
      const said = hasText(lies) ? lies : words;
      if (values.xKey) set(element, 'aria-valuetext', bare(list(['x', 'y'].filter((axis) => values[`${axis}Key`]).map((axis) => along(axis, values)))));
      else if (hasText(said)) set(element, 'aria-valuetext', bare(t(said, rounded(values))));
    },
  };
}

/** Where it stands on an axis that says which parameter it is. @param {string} axis @param {Record<string, unknown>} values */
const along = (axis, values) => `${t(`param.${values[`${axis}Key`]}.name`)} ${number(Number(rounded(values)[axis]))}`;

/** Three digits are what a hand can place and an ear can follow. @param {Record<string, unknown>} values */
function rounded(values) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [
    name, typeof value === 'number' ? Number(value.toPrecision(3)) : value,
  ]));
}

/** Attributes of a range take no powers of ten. @param {unknown} value */
const decimal = (value) => (typeof value === 'number' ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20, maximumSignificantDigits: 12 }) : value);

/** @param {Element} node @param {string} name @param {unknown} value */
function set(node, name, value) {
  if (value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}
