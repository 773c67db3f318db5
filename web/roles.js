// What each column of a table is: an input of one of the modalities, a target, or nothing. No page in here.

export const TARGET = 'target';
export const NOTHING = 'nothing';
export const LEAST = 2; // modalities
export const MOST = 6;
const FOLDED = 6; // so many neighbours whose names differ by a number only make one line

/** @typedef {number | 'target' | 'nothing'} Role a number: of that modality */

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {'number' | 'category' | 'text' | 'constant' | 'empty'} kind
 * @property {number} [missing]
 * @property {number} [distinct]
 * @property {number} [min]
 * @property {number} [max]
 * @property {number} [mean]
 * @property {number} [sd]
 * @property {number[]} [histogram]
 * @property {string[]} [categories]
 * @property {number} [duplicateOf]
 */

/** @typedef {{modalities: {name: string, columns: number[]}[], targets: number[], centre: boolean, holdOut: number, seed: number, nearest?: boolean, oneHot?: number[]}} Plan oneHot: numbers that are taken as categories */

/** The letter a modality has in formulas. @param {number} i */
export const letter = (i) => String.fromCharCode(65 + i);

/** What a name has in common with its neighbours. @param {string} name */
const stem = (name) => name.replace(/\d+\D{0,2}$/, '');

/**
 * @param {Column[]} columns
 * @param {Plan} guess
 */
export function createRoles(columns, guess) {
  /** @type {Role[]} by column */
  const roles = columns.map(() => NOTHING);
  const names = guess.modalities.map(({ name }) => name);
  guess.modalities.forEach((modality, i) => { for (const column of modality.columns) roles[column] = i; });
  for (const column of guess.targets) roles[column] = TARGET;
  /** @type {Set<number>} numbers that are taken as categories */
  const oneHot = new Set(guess.oneHot);
  while (names.length < LEAST) names.push(letter(names.length));

  /** @param {Role} role */
  const having = (role) => roles.flatMap((other, i) => (other === role ? [i] : []));

  return {
    columns,
    names,
    having,
    oneHot,

    /** @param {number} column */
    of: (column) => roles[column],

    /** How many numbers a column becomes: a category is one for each value, but of two values one. @param {number} column */
    dim(column) {
      const { kind, categories = [] } = columns[column];
      return (kind === 'category' || oneHot.has(column)) && categories.length > 2 ? categories.length : 1;
    },

    /** @param {number[]} those @param {Role} role */
    assign(those, role) {
      for (const column of those) roles[column] = role;
    },

    add() {
      if (names.length < MOST) names.push(letter(names.length));
    },

    /** Its columns are nothing from now on. @param {number} i */
    remove(i) {
      if (names.length <= LEAST) return;
      const name = names[i];
      names.splice(i, 1);
      names.forEach((other, at) => { if (at >= i && other === letter(at + 1)) names[at] = letter(at); }); // names nobody gave
      roles.forEach((role, column) => {
        if (role === i) roles[column] = NOTHING;
        else if (typeof role === 'number' && role > i) roles[column] = role - 1;
      });
      return name;
    },

    /** Columns whose names match one of several patterns: `*` is anything, `?` one character. @param {string} patterns */
    match(patterns) {
      const shapes = patterns.split(/[\s,;]+/).filter(Boolean).map((pattern) => (
        new RegExp(`^${pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`, 'iu')));
      return columns.flatMap(({ name }, i) => (shapes.some((shape) => shape.test(name)) ? [i] : []));
    },

    /** The lines in which the columns are shown: one each, or many neighbours that are alike. @returns {number[][]} */
    lines() {
      /** @type {number[][]} */
      const lines = [];
      for (let from = 0, to; from < columns.length; from = to) {
        const own = stem(columns[from].name);
        for (to = from + 1; to < columns.length; to++) {
          const { name } = columns[to];
          if (name === stem(name) || stem(name) !== own || roles[to] !== roles[from] || columns[to].kind !== columns[from].kind) break;
        }
        const those = Array.from({ length: to - from }, (_, i) => from + i);
        if (those.length < FOLDED) lines.push(...those.map((column) => [column]));
        else lines.push(those);
      }
      return lines;
    },

    /** @param {{centre: boolean, holdOut: number, seed: number, nearest: boolean}} choices @returns {Plan} */
    plan: ({ centre, holdOut, seed, nearest }) => ({
      modalities: names.map((name, i) => ({ name: name.trim() || letter(i), columns: having(i) })),
      targets: having(TARGET),
      oneHot: [...oneHot].filter((column) => roles[column] !== NOTHING),
      centre,
      holdOut,
      seed,
      nearest,
    }),
  };
}

/** @typedef {ReturnType<typeof createRoles>} Roles */
