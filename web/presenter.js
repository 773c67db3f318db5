// The lecture's end of the line to the notes of who holds it: in a second window, or below the slide where the browser opens none.

import { createBoard } from './board.js';
import { environment } from './environment.js';
import { inOther } from './language.js';
import { styleSheet } from './more.js';
import { make } from './nodes.js';

const KEY = 'unimodal-bias-lab/line'; // beside what another class forgets
const { lang } = environment; // of the notes as well, whatever the browser prefers
const SMALL = 700; // CSS pixels: on a telephone a second window would hide the first

/** @param {string} build @param {string} id */
export const lineOf = (build, id) => new BroadcastChannel(`unimodal-bias-lab ${build} ${id}`);

/** A reload finds the notes of before again; another tab has its own. */
function ownId() {
  const fresh = Math.random().toString(36).slice(2, 10);
  try {
    const id = sessionStorage.getItem(KEY) ?? fresh;
    sessionStorage.setItem(KEY, id);
    return id;
  } catch {
    return fresh;
  }
}

/**
 * @param {string} build
 * @param {() => import('./board.js').Present} present
 * @param {Record<string, (what: any) => void>} acts what notes may ask for
 */
export function createPresenter(build, present, acts) {
  const id = ownId();
  const line = lineOf(build, id);
  /** @type {Window | null} */
  let other = null;
  /** @type {{board: ReturnType<typeof createBoard>, place: HTMLElement} | null} */
  let below = null;

  /** @param {{does: string}} what */
  function hear(what) {
    if (what.does === 'hello') return tell();
    if (Object.hasOwn(acts, what.does)) acts[what.does](what);
  }
  line.onmessage = ({ data }) => { if (data?.from === 'notes') hear(data); };
  addEventListener('pagehide', ({ persisted }) => { if (!persisted) line.postMessage({ from: 'lecture', gone: true }); });

  function tell() {
    line.postMessage({ from: 'lecture', present: present() });
    below?.board.show(present());
  }

  /** @param {string} page the address of the notes */
  async function foldOut(page) {
    if (below) {
      below.place.remove();
      below.board.close();
      below = null;
      scrollTo({ top: 0 });
      return;
    }
    const [response] = await Promise.all([fetch(page), styleSheet('web/notes.css')]);
    if (!response.ok) throw new Error(`${page}: ${response.status}`);
    const { body } = new DOMParser().parseFromString(await response.text(), 'text/html');
    const place = make('aside', 'notes', ...[.../** @type {HTMLElement} */ (body.querySelector('main')).children]);
    place.querySelector('.where')?.removeAttribute('role'); // here the lecture tells it
    document.body.append(place);
    below = { place, board: createBoard(place, hear) };
    below.board.show(present());
    place.scrollIntoView();
  }

  return {
    tell,
    /** Opens the notes, or closes those below; whether they have a window of their own. It fails where they do not come. */
    async open() {
      if (other && !other.closed) {
        other.focus();
        return true;
      }
      const page = new URL(`./notes${inOther(lang, `.${lang}`)}.html?lang=${lang}`, location.href.split(/[?#]/)[0]).href;
      if (!below && innerWidth >= SMALL) other = window.open(`${page}#${id}`, `unimodal-bias-notes-${id}`, 'popup,width=900,height=760');
      if (other) return true;
      await foldOut(page);
      return false;
    },
  };
}
