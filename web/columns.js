// The columns of a file, in a table: name, kind, what is missing, a histogram, and what each is to be. Columns are chosen
// by click, touch or keys, one or many, and dragged to a box or told by a key where they belong.

import { histogram } from './histogram.js';
import { button, make } from './nodes.js';
import { letter, MOST, NOTHING, TARGET } from './roles.js';
import { t } from './strings.js';

const FAR = 6; // pixels after which a press is a drag
const KEYS = { t: TARGET, 0: NOTHING, Delete: NOTHING, Backspace: NOTHING };
const SAME = 'mixed'; // columns of one line that are to be different things

/** What a column holds, and of two values which number each is. @param {import('./roles.js').Column} column */
function kindOf({ kind, categories = [], distinct }) {
  if (kind === 'category' && categories.length === 2) return twoValues(categories);
  return t(`data.kind.${kind}`, { n: distinct });
}

/** @param {string[]} values in their order */
const twoValues = ([zero, one]) => t('data.kind.two', { zero, one });

/** @param {string} key @returns {import('./roles.js').Role | undefined} */
function roleOf(key) {
  const digit = Number(key);
  return digit >= 1 && digit <= MOST ? digit - 1 : KEYS[key] ?? KEYS[key.toLowerCase()];
}

/**
 * @param {import('./roles.js').Roles} roles
 * @param {(columns: number[], role: import('./roles.js').Role) => void} assign
 * @param {(selected: number[]) => void} chosen told when the selection changes
 */
export function createColumns(roles, assign, chosen) {
  const { columns } = roles;
  /** @type {Set<number>} */
  const selected = new Set();
  /** @type {ReturnType<typeof createLine>[]} */
  let lines = [];
  let anchor = 0; // of a range
  const body = make('tbody');
  const head = make('tr', '', ...['column', 'kind', 'values', 'role'].map((key) => {
    const cell = make('th', key, t(`data.column.${key}`));
    cell.setAttribute('scope', 'col');
    return cell;
  }));
  const table = make('table', 'columns', make('caption', 'unseen', t('data.columns')), make('thead', '', head), body);

  const shown = () => lines.filter(({ row }) => !row.hidden);

  /** @param {number[]} those @param {boolean} on */
  function select(those, on) {
    for (const column of those) {
      if (on) selected.add(column);
      else selected.delete(column);
    }
    for (const line of lines) line.showSelected();
    chosen([...selected].sort((a, b) => a - b));
  }

  /** From the anchor to a line. @param {ReturnType<typeof createLine>} line */
  function extend(line) {
    const all = shown();
    const [from, to] = [Math.min(anchor, all.length - 1), all.indexOf(line)].sort((a, b) => a - b);
    selected.clear();
    select(all.slice(from, to + 1).flatMap(({ those }) => those), true);
  }

  /** One line at a time is a stop of the Tab key. @param {ReturnType<typeof createLine>} line */
  function stopAt(line) {
    for (const other of lines) other.stop(other === line);
  }

  /** @param {KeyboardEvent} event @param {ReturnType<typeof createLine>} line */
  function press(event, line) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = shown();
    const at = all.indexOf(line);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    const role = roleOf(event.key);
    if (to !== undefined) {
      const next = all[Math.max(0, Math.min(to, all.length - 1))];
      if (event.shiftKey && !selected.size) anchor = at;
      if (event.shiftKey) extend(next);
      next.name.focus();
    } else if (line.unfold && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) line.unfold(event.key === 'ArrowRight');
    else if (event.key === 'Escape' && selected.size) select([...selected], false);
    else if (role !== undefined && (typeof role === 'string' || role < roles.names.length)) assign(line.concerned(), role);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whole numbers may be names of something. @param {number} column */
  function asCategories(column) {
    const tick = document.createElement('input');
    tick.type = 'checkbox';
    tick.checked = roles.oneHot.has(column);
    tick.addEventListener('change', () => {
      if (tick.checked) roles.oneHot.add(column);
      else roles.oneHot.delete(column);
    });
    const { categories = [] } = columns[column];
    return make('label', 'quiet', tick, categories.length === 2 ? twoValues(categories) : t('data.asCategories', { n: categories.length }));
  }

  /** @param {number[]} those @param {{line: ReturnType<typeof createLine>} | null} within the line that folds it away */
  function createLine(those, within) {
    const [first] = those;
    const many = those.length > 1;
    const column = columns[first];
    const words = many ? t('data.fromTo', { first: column.name, last: columns[those[those.length - 1]].name }) : column.name;
    const name = button('name', words);
    name.tabIndex = -1;
    if (!words.trim()) name.textContent = t('data.nameless', { n: first + 1 });
    const menu = document.createElement('select');
    menu.tabIndex = -1;
    menu.setAttribute('aria-label', t('data.roleOf', { name: name.textContent ?? '' }));
    const missing = Math.max(...those.map((i) => columns[i].missing ?? 0));
    const kind = make('td', 'kind', many ? t('data.many', { n: those.length }) : kindOf(column));
    if (missing) kind.append(make('span', 'quiet', t(many ? 'data.missingMost' : 'data.missing', { n: missing })));
    if (!many && column.duplicateOf != null) kind.append(make('span', 'quiet', t('data.duplicate', { name: columns[column.duplicateOf].name })));
    if (!many && column.kind === 'number' && column.categories?.length && String(column.categories) !== '0,1') kind.append(asCategories(first));
    const values = make('td', 'values');
    if (column.histogram?.length && !many) values.append(histogram(column));
    const grip = make('div', 'grip', name);
    const header = make('th', 'column', grip);
    header.setAttribute('scope', 'row');
    const row = make('tr', within ? 'within' : '', header, kind, values, make('td', 'role', menu));
    row.hidden = Boolean(within);

    const line = {
      row,
      name,
      those,
      /** @type {((open: boolean) => void) | null} */
      unfold: null,

      /** What a command is about: all that is selected, if this is. */
      concerned: () => (those.some((i) => selected.has(i)) ? [...selected] : those),

      showSelected() {
        const on = those.every((i) => selected.has(i));
        row.classList.toggle('selected', on);
        name.setAttribute('aria-pressed', String(on));
      },

      /** @param {boolean} on */
      stop(on) {
        name.tabIndex = menu.tabIndex = on ? 0 : -1;
      },

      show() {
        const [role, ...others] = [...new Set(those.map(roles.of))];
        const mixed = others.length > 0;
        /** @type {import('./roles.js').Role[]} */
        const options = [...roles.names.map((_, i) => i), TARGET, NOTHING];
        menu.replaceChildren(...options.map((option) => new Option(roleName(roles, option), String(option))));
        if (mixed) menu.prepend(new Option(t('data.mixed'), SAME));
        menu.value = mixed ? SAME : String(role);
        row.dataset.role = mixed ? SAME : String(role);
        row.dataset.modality = typeof role === 'number' && !mixed ? letter(role) : '';
      },
    };

    if (many) {
      const fold = button('unfold', '');
      fold.tabIndex = -1;
      /** @type {ReturnType<typeof createLine>[] | null} */
      let inner = null;
      line.unfold = (open) => {
        if (open && !inner) { // made when somebody looks
          inner = those.map((i) => createLine([i], { line }));
          row.after(...inner.map((each) => each.row));
          lines.splice(lines.indexOf(line) + 1, 0, ...inner);
          for (const each of inner) {
            each.show();
            each.showSelected();
          }
        }
        for (const each of inner ?? []) each.row.hidden = !open;
        fold.setAttribute('aria-expanded', String(open));
        fold.setAttribute('aria-label', t(open ? 'data.fold' : 'data.unfold', { name: words }));
      };
      line.unfold(false);
      fold.addEventListener('click', () => line.unfold?.(fold.getAttribute('aria-expanded') === 'false'));
      grip.prepend(fold);
    }

    name.addEventListener('click', ({ shiftKey }) => {
      stopAt(line);
      if (shiftKey) return extend(line);
      anchor = shown().indexOf(line);
      select(those, !those.every((i) => selected.has(i)));
    });
    name.addEventListener('focus', () => stopAt(line));
    name.addEventListener('keydown', (event) => press(event, line));
    menu.addEventListener('focus', () => stopAt(line));
    menu.addEventListener('change', () => {
      if (menu.value !== SAME) assign(line.concerned(), menu.value === TARGET || menu.value === NOTHING ? menu.value : Number(menu.value));
    });
    draggable(header, () => (line.concerned()), assign);
    return line;
  }

  lines = roles.lines().map((those) => createLine(those, null));
  body.append(...lines.map(({ row }) => row));

  function show() {
    for (const line of lines) line.show();
  }
  show();
  for (const line of lines) line.showSelected();
  if (lines.length) stopAt(lines[0]);

  return {
    element: table,
    show,
    clear: () => select([...selected], false),

    /** The names' element of a column; a fold that hides it opens. @param {number} column */
    find(column) {
      const fold = lines.find(({ those, unfold }) => unfold && those.includes(column));
      fold?.unfold?.(true);
      return lines.find(({ those }) => those.length === 1 && those[0] === column)?.name;
    },
  };
}

/** @param {import('./roles.js').Roles} roles @param {import('./roles.js').Role} role */
export function roleName({ names }, role) {
  if (typeof role === 'string') return t(`data.role.${role}`);
  const name = names[role].trim();
  return !name || name === letter(role) ? letter(role) : t('data.role.named', { letter: letter(role), name });
}

/**
 * A mouse or pen takes columns to a box, which says by `data-drop` what they become there. A finger scrolls.
 * @param {HTMLElement} grip
 * @param {() => number[]} concerned
 * @param {(columns: number[], role: import('./roles.js').Role) => void} drop
 */
function draggable(grip, concerned, drop) {
  grip.addEventListener('pointerdown', (down) => {
    if (down.button || down.pointerType === 'touch') return;
    /** @type {HTMLElement | null} */
    let ghost = null;
    /** @type {HTMLElement | null} */
    let box = null;
    const ended = new AbortController();
    const { signal } = ended;

    /** @param {HTMLElement | null} now */
    function over(now) {
      if (now === box) return;
      box?.classList.remove('over');
      box = now;
      box?.classList.add('over');
    }

    /** @param {PointerEvent} event */
    function move({ clientX, clientY }) {
      if (!ghost && Math.hypot(clientX - down.clientX, clientY - down.clientY) < FAR) return;
      if (!ghost) {
        const n = concerned().length;
        ghost = make('div', 'ghost', n === 1 ? grip.textContent ?? '' : t('data.count', { n }));
        grip.closest('dialog')?.append(ghost);
      }
      ghost.style.translate = `${clientX}px ${clientY}px`;
      over(/** @type {HTMLElement | null} */ (document.elementFromPoint(clientX, clientY)?.closest('[data-drop]') ?? null));
    }

    /** @param {boolean} done */
    function end(done) {
      ended.abort();
      if (!ghost) return;
      ghost.remove();
      const after = new AbortController();
      addEventListener('click', (event) => event.stopPropagation(), { capture: true, signal: after.signal }); // it was no click
      setTimeout(() => after.abort());
      const role = box?.dataset.drop;
      over(null);
      if (done && role) drop(concerned(), role === TARGET || role === NOTHING ? role : Number(role));
    }

    addEventListener('pointermove', move, { signal });
    addEventListener('pointerup', () => end(true), { signal });
    addEventListener('pointercancel', () => end(false), { signal });
    addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !ghost) return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    }, { signal, capture: true });
  });
}
