// The shape of describe.json, written at build time from the parameter table of the program.

/**
 * @typedef {object} Parameter
 * @property {string} key
 * @property {string} symbol with `_{}` and `^{}` markup; empty: the parameter has only a name
 * @property {string} group
 * @property {'number' | 'integer'} kind
 * @property {number} min
 * @property {number} max
 * @property {string} [maxKey] another parameter whose value this one may not exceed
 * @property {number} default
 * @property {'linear' | 'log' | 'none'} scale none: any value is as good as its neighbour, so a slider says nothing
 * @property {number} [step]
 * @property {boolean} shown
 * @property {string} [panel] the picture it can be changed in, one step at a time
 * @property {boolean} [invite] the one to try first
 */

/**
 * @typedef {object} Description
 * @property {string} version
 * @property {Parameter[]} parameters
 * @property {{slug: string, values: Record<string, number>}[]} scenarios
 * @property {string[]} panels
 * @property {number[]} speeds
 */

/**
 * What the program tells of itself; frames carry the parts that changed.
 * @typedef {object} State
 * @property {string} scenario
 * @property {Record<string, number>} values
 * @property {number} epoch
 * @property {number} epochs
 * @property {boolean} playing
 * @property {number} speed
 * @property {boolean} pending
 * @property {Record<string, string>} [options] how the curves are drawn
 * @property {{first: string, better: string, superficial: boolean}} [region] of the operating point
 * @property {object | null} [diverged]
 */

export {};
