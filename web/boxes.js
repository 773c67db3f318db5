// Where the columns of a file go: a box for each modality, with its name and a pattern of names, one for the target, one
// for what is left out.

import { button, make } from './nodes.js';
import { letter, LEAST, MOST, NOTHING, TARGET } from './roles.js';
import { t } from './strings.js';

/**
 * @param {import('./roles.js').Roles} roles
 * @param {(columns: number[], role: import('./roles.js').Role) => void} assign
 * @param {() => void} changed the modalities, or their names
 */
export function createBoxes(roles, assign, changed) {
  const place = make('div', 'boxes');
  const add = button('word', t('data.add'));

  /** @param {string} label @param {string} value @param {string} id */
  function field(label, value, id) {
    const input = document.createElement('input');
    input.id = id;
    input.value = value;
    input.setAttribute('aria-label', label);
    input.autocomplete = 'off';
    input.autocapitalize = 'off';
    input.spellcheck = false;
    return input;
  }

  /** @param {import('./roles.js').Role} role */
  function count(role) {
    const n = roles.having(role).length;
    return t(n === 1 ? 'data.count.one' : 'data.count', { n });
  }

  /** @param {number} i */
  function modality(i) {
    const mark = make('span', 'modality', letter(i));
    mark.dataset.modality = letter(i);
    const name = field(t('data.nameOf', { letter: letter(i) }), roles.names[i], `data-name-${i}`);
    name.maxLength = 40;
    name.addEventListener('input', () => {
      roles.names[i] = name.value;
      changed();
    });
    const pattern = field(t('data.patternOf', { letter: letter(i) }), '', `data-pattern-${i}`);
    pattern.placeholder = t('data.pattern');
    const told = make('p', 'told quiet');
    told.id = `data-told-${i}`;
    told.setAttribute('role', 'status');
    pattern.setAttribute('aria-describedby', told.id);
    pattern.addEventListener('change', () => {
      if (!pattern.value.trim()) return;
      const those = roles.match(pattern.value);
      if (those.length) assign(those, i);
      pattern.setAttribute('aria-invalid', String(!those.length));
      told.textContent = those.length ? count(i) : t('data.noMatch', { pattern: pattern.value.trim() });
    });
    const remove = button('tool', '×');
    remove.setAttribute('aria-label', t('data.remove', { letter: letter(i) }));
    remove.hidden = roles.names.length <= LEAST;
    remove.addEventListener('click', () => {
      roles.remove(i);
      build();
      changed();
      add.focus();
    });
    const box = make('div', 'box', make('div', 'head', mark, name, remove), pattern, told);
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', t('data.box', { letter: letter(i) }));
    return { role: i, box, told };
  }

  /** @param {'target' | 'nothing'} role */
  function other(role) {
    const told = make('p', 'told quiet');
    const box = make('div', 'box', make('div', 'head', make('span', 'title', t(`data.role.${role}`))), told);
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', t(`data.role.${role}`));
    return { role, box, told };
  }

  /** @type {{role: import('./roles.js').Role, box: HTMLElement, told: HTMLElement}[]} */
  let boxes = [];

  function build() {
    boxes = [...roles.names.map((_, i) => modality(i)), other(TARGET), other(NOTHING)];
    for (const { role, box } of boxes) box.dataset.drop = String(role);
    const modalities = boxes.filter(({ role }) => typeof role === 'number').map(({ box }) => box);
    add.hidden = roles.names.length >= MOST;
    place.replaceChildren(...modalities, add, ...boxes.slice(modalities.length).map(({ box }) => box));
    show();
  }

  function show() {
    for (const { role, told } of boxes) told.textContent = count(role);
  }

  add.addEventListener('click', () => {
    roles.add();
    build();
    changed();
    document.getElementById(`data-name-${roles.names.length - 1}`)?.focus();
  });
  build();
  return { element: place, show };
}
