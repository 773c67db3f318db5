// `globalThis.unimodalBias`: the verbs of the lab, for this page, its tests and anyone's console.

import { call, LabError, understood, work } from './bridge.js';
import { on, until } from './events.js';

/**
 * The way to a program, and from it: that of the page, or of a light figure in its worker, which answers later.
 * @typedef {object} Wire
 * @property {(func: string, args?: unknown) => any} call
 * @property {() => Promise<void>} work
 * @property {typeof on} on
 * @property {typeof until} until
 */

/** @type {Wire} */
const page = { call, work, on, until };

/** @typedef {Pick<ReturnType<typeof import('./host.js').createHost>, 'frames' | 'wake' | 'rest' | 'shown'>} Host what shows the frames */

/**
 * The ways to call the program. All wait until it has started.
 * @param {Pick<Host, 'wake'>} host
 * @param {Promise<void>} started
 * @param {Wire} [wire]
 */
export function createCommands(host, started, { call, work } = page) {
  return {
    /** Reads. @param {string} func @param {unknown} [args] */
    async ask(func, args) {
      await started;
      return call(func, args);
    },

    /** Changes something that only needs a new picture. @param {string} func @param {unknown} [args] */
    async tell(func, args) {
      await started;
      host.wake();
      return call(func, args);
    },

    /** Changes the run; resolves when that is begun. @param {string} func @param {unknown} [args] */
    async begin(func, args) {
      await started;
      host.wake();
      const answer = await call(func, args);
      setTimeout(() => work().catch(console.warn)); // the picture of it comes first
      return answer;
    },

    /** Changes the run; resolves when what follows from it is computed. @param {string} func @param {unknown} [args] */
    async command(func, args) {
      await started;
      host.wake();
      await call(func, args);
      await work();
      return call('get');
    },
  };
}

/** @typedef {ReturnType<typeof createCommands>} Commands */

const EVENTS = ['ready', 'state', 'milestone', 'error'];
const TRANSPORT = ['playing', 'speed']; // what set changes of the playback alone; the run is not its outcome

/** @param {object} values which may be anything, and throw */
function playbackOnly(values) {
  try {
    return Object.keys(values).every((key) => TRANSPORT.includes(key));
  } catch {
    return false; // call() says what is wrong
  }
}

/**
 * @param {Commands} commands
 * @param {Host} host
 * @param {Promise<void>} ready the first frame is on the screen
 * @param {() => boolean} playing
 * @param {() => boolean} sweeping a phase diagram is being filled in, before somebody's eyes
 * @param {Wire} [wire]
 */
export function createApi({ ask, tell, command }, host, ready, playing, sweeping, { call, work, on, until } = page) {
  /** A command whose outcome is a run that broke off is a mistake of its values. @param {string} func @param {unknown} args */
  async function run(func, args) {
    const state = await command(func, args).catch(async (error) => { throw await understood(error); });
    const { diverged } = await call('work', { ms: 0 });
    if (diverged) throw new LabError(diverged);
    return state;
  }

  /** Rows, with differences as values by key. @param {{rows: {differences: {key: string, value: unknown}[]}[]}} table */
  const list = ({ rows }) => rows.map(({ differences, ...row }) => ({ ...row, values: Object.fromEntries(differences.map(({ key, value }) => [key, value])) }));

  /** A command that changes which runs are compared; resolves with all of them trained. @param {string} func @param {unknown} args */
  async function compared(func, args) {
    await command(func, args).catch(async (error) => { throw await understood(error); });
    return list(await ask('pins'));
  }

  return {
    ready,
    describe: () => ask('describe'),
    get: () => ask('get'),
    /** @param {Record<string, unknown>} values parameters by key; `scenario` first puts all of them to that scenario's */
    set: async (values) => (playbackOnly(values ?? {}) ? command : run)('set', values ?? {}),
    play: () => command('play'),
    pause: () => command('pause'),
    step: (n = 1) => run('step', { n }),
    /** @param {number} epoch */
    seek: (epoch) => run('seek', { epoch }),
    reset: () => command('reset'),
    /** Nothing is pending, the phase diagram is complete or rests, and the last frame is shown. */
    async settled() {
      await ready;
      await work();
      await until('state', () => !sweeping());
      if (!playing()) await host.rest();
      await host.shown();
    },
    stats: async () => ({ ...(await ask('stats')), frames: host.frames }),
    /** @param {{whole?: boolean}} [of] whole: the whole run, played or not */
    async trajectory({ whole = false } = {}) {
      if (whole) await work();
      return ask('trajectory', { whole });
    },
    theory: () => ask('theory'),
    /** @param {{whole?: boolean}} [of] as of trajectory */
    async measure({ whole = false } = {}) {
      if (whole) await work();
      return ask('measure', { whole });
    },
    /** Pins the run, or one with some values of its own. @param {Record<string, unknown>} [values] */
    pin: async (values) => compared('pin', values ? { values } : {}),
    /** @param {string} [pin] as pins() and links spell it; without, all of them */
    unpin: (pin) => compared('unpin', { pin }),
    pins: async () => list(await ask('pins')),
    /** The remedies that go with the run join the rows, or leave them. @param {boolean} [on] */
    remedies: (on = true) => compared('remedies', { on }),
    /** Makes a run to compare with the run. @param {string} pin */
    use: (pin) => run('use', { pin }),
    phaseDiagram: () => ask('phaseDiagram'),
    /** A file of what is shown. @param {string} kind one of web/export.js @param {Record<string, unknown>} [options] */
    async exportFile(kind, options = {}) {
      await ready;
      await work(); // files are of a whole run
      return (await import('./export.js')).exportFile(kind, options, ask, work);
    },
    /** What the page shows, in words. @param {string[]} [of] areas: those of the answer to a call without any */
    words: async (of) => (await import('./tell.js')).words(ask, of),
    /** The run in rows. @param {{rows?: number}} [of] */
    table: ({ rows } = {}) => ask('table', { rows }),
    /** Chooses a phase diagram. @param {Record<string, unknown>} choice `kind`, `cells`, `x`, `y`, `quantity`, `full`: those that change */
    diagram: async (choice) => {
      await ready;
      return tell('diagram', choice).catch(async (error) => { throw await understood(error); });
    },
    /** @param {string} event one of EVENTS @param {(data: any) => void} listener */
    on(event, listener) {
      if (!EVENTS.includes(event)) throw new LabError({ code: 'notAChoice', key: 'event', value: event, allowed: EVENTS });
      if (typeof listener !== 'function') throw new LabError({ code: 'badArguments', value: `on('${event}', ${typeof listener})` });
      return on(event, listener);
    },
  };
}

/** @typedef {ReturnType<typeof createApi>} Api */
