// The host of Ebitengine. It expects to own the page: it measures the body, appends its canvas there and asks for
// animation frames for ever. This shim gives it the picture element instead, in device pixels, and puts a gate on
// its frames: closed while nothing changes, while the tab is hidden and while the picture is off the screen.
// It leans on internals of Ebitengine v2.10.3 (internal/ui/ui_js.go).

const frame = window.requestAnimationFrame.bind(window);

/**
 * @typedef {{x: number, y: number, w: number, h: number}} Box in CSS pixels
 * @typedef {{width: number, height: number, scale: number, panels: Record<string, Box>}} Layout
 */

/** @param {HTMLElement} picture */
export function createHost(picture) {
  let frames = 0;
  let wanted = true;
  let onScreen = true;
  let lost = false;
  /** @type {FrameRequestCallback | null} Ebitengine's next frame, kept while the gate is closed */
  let held = null;
  /** @type {(() => void)[]} those who wait for rest, or for nobody to look */
  let waiting = [];
  /** @type {Set<() => void>} those who wait for a frame that a hidden page never has */
  const hiders = new Set();
  let pixels = [0, 0];
  let scale = devicePixelRatio;
  /** @type {(layout: Layout) => void} */
  let onLayout = () => {};
  let onLook = () => {};

  const visible = () => onScreen && !document.hidden && !lost;

  /** @param {FrameRequestCallback} callback */
  function gate(callback) {
    if (!wanted || !visible()) {
      held = callback;
      return 0;
    }
    return frame((time) => {
      frames++;
      if (devicePixelRatio !== scale) measure();
      callback(time);
    });
  }

  function settle() {
    if (wanted && visible()) return;
    for (const resolve of waiting.splice(0)) resolve();
  }

  /** Whether the page is seen has changed. */
  function look() {
    open();
    settle();
    if (document.hidden) hiders.forEach((done) => done());
    onLook();
  }

  function open() {
    if (!held || !wanted || !visible()) return;
    const callback = held;
    held = null;
    gate(callback);
  }

  /** @param {ResizeObserverEntry[]} [entries] */
  function measure(entries) {
    scale = devicePixelRatio;
    const box = picture.getBoundingClientRect();
    pixels = devicePixels(box, entries?.find((entry) => entry.target === picture));
    /** @type {Record<string, Box>} */
    const panels = {};
    for (const slot of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.slot:not([hidden])'))) {
      const { x, y, width, height } = slot.getBoundingClientRect();
      panels[slot.dataset.panel ?? ''] = { x: x - box.x, y: y - box.y, w: width, h: height };
    }
    // The program must know the new layout before Ebitengine repaints at the new size.
    onLayout({ width: box.width, height: box.height, scale, panels });
    dispatchEvent(new Event('resize'));
  }

  /**
   * The exact size where the browser tells it; emulated scales leave the device box at CSS size, hence the check.
   * @param {DOMRect} box
   * @param {ResizeObserverEntry} [entry]
   */
  function devicePixels(box, entry) {
    const size = [Math.round(box.width * scale), Math.round(box.height * scale)];
    const device = entry?.devicePixelContentBoxSize?.[0];
    if (!device) return size;
    const told = [device.inlineSize, device.blockSize];
    return told.every((n, i) => Math.abs(n - size[i]) <= 1) ? told : size;
  }

  new IntersectionObserver((entries) => {
    onScreen = entries[entries.length - 1].isIntersecting;
    look();
  }).observe(picture.closest('main') ?? picture); // who turns a control below the picture wants the run to go on
  document.addEventListener('visibilitychange', look);

  return {
    /** Animation frames Ebitengine has had. */
    get frames() { return frames; },

    /** Whether frames are shown at all now. */
    get visible() { return visible(); },

    /** Takes Ebitengine's place-holders in; to be called just before the program runs, undone by `moveIn`. */
    prepare() {
      const body = document.body;
      Object.defineProperty(body, 'clientWidth', { get: () => pixels[0], configurable: true });
      Object.defineProperty(body, 'clientHeight', { get: () => pixels[1], configurable: true });
      window.requestAnimationFrame = gate;
      body.appendChild = /** @type {typeof body.appendChild} */ ((child) => {
        if (!(child instanceof HTMLCanvasElement)) return Node.prototype.appendChild.call(body, child);
        picture.prepend(child); // below the texts
        child.setAttribute('aria-hidden', 'true');
        queueMicrotask(() => { child.tabIndex = -1; });
        return child;
      });
    },

    /** Ebitengine has taken its references: the page gets its own functions back. */
    moveIn() {
      window.requestAnimationFrame = frame;
      delete (/** @type {any} */ (document.body).appendChild);
    },

    /**
     * Reports the layout now and whenever it changes.
     * @param {(layout: Layout) => void} listener
     */
    follow(listener) {
      onLayout = listener;
      measure();
      const observer = new ResizeObserver(measure);
      for (const element of [picture, ...document.querySelectorAll('.slot')]) {
        try {
          observer.observe(element, { box: 'device-pixel-content-box' });
        } catch {
          observer.observe(element); // Safari knows no device-pixel box
        }
      }
      (function watchScale() {
        matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
          measure();
          watchScale();
        }, { once: true });
      })();
    },

    /** Tells when the page comes into sight, or goes out of it. @param {() => void} listener */
    watch(listener) {
      onLook = listener;
    },

    /** Something is about to change: let frames through. */
    wake() {
      wanted = true;
      open();
    },

    /** Nothing changes any more: the next frame waits. */
    idle() {
      wanted = false;
      settle();
    },

    /** The graphics context is gone: no frame ever again. */
    lose() {
      lost = true;
      settle();
    },

    /** Resolves when the program is idle, or when nobody can see it draw. */
    rest() {
      return new Promise((resolve) => {
        waiting.push(() => resolve(undefined));
        settle();
      });
    },

    /** Resolves when what was drawn is on the screen: two native frames later. A hidden page has none and waits for none. */
    shown() {
      return new Promise((resolve) => {
        const done = () => {
          hiders.delete(done);
          resolve(undefined);
        };
        if (document.hidden) return done();
        hiders.add(done);
        frame(() => frame(done));
      });
    },
  };
}
