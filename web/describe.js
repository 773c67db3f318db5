// The shape of describe.json, written at build time from the parameter table of the program.

/**
 * @typedef {object} Parameter
 * @property {string} key
 * @property {string} symbol with `_{}` and `^{}` markup; empty: the parameter has only a name
 * @property {string} group
 * @property {'number' | 'integer' | 'choice' | 'text' | 'kept'} kind
 * @property {string[]} [choices] of a choice
 * @property {number} min of a number
 * @property {number} max
 * @property {number} [from] where the slider begins, if not at min: further out as far as the value is
 * @property {number} [to]
 * @property {string} [maxKey] another parameter whose value this one may not exceed
 * @property {{key: string, min: number, max: number}} [sum] what its sum with another parameter can be
 * @property {number | string} default
 * @property {'linear' | 'log' | 'none'} scale none: any value is as good as its neighbour, so a slider says nothing
 * @property {number} [step]
 * @property {boolean} shown
 * @property {boolean} [seldom] has a control where the scenario or a link takes it from its default
 * @property {boolean} [aside] its control is folded away with those of its group
 * @property {Record<string, string[]>} [needs] the choices beside which it counts
 * @property {string} [with] a number; where that is 0, this one changes nothing, too
 * @property {string} [panel] the picture it can be changed in, one step at a time
 * @property {boolean} [invite] the one to try first
 */

/** @typedef {Record<string, any>} Values a number or the word of a choice, by the key of its parameter */
/** @typedef {number | 'epoch' | 'max'} Speed a multiple of the usual one, an epoch a second, or as fast as it can be */

/**
 * @typedef {object} Description
 * @property {string} version
 * @property {string} build
 * @property {Parameter[]} parameters
 * @property {{slug: string, values: Values, panel: string, group?: string}[]} scenarios panel: which of those that share a place is shown first
 * @property {string[]} panels
 * @property {Speed[]} speeds
 * @property {{kinds: {kind: string, group: string, chart: boolean, options: string[]}[], choices: Record<string, (string | number)[]>}} diagrams the
 *   phase diagrams and what can be chosen about each; an option without choices is on or off
 */

/**
 * What the program tells of itself; frames carry the parts that changed.
 * @typedef {object} State
 * @property {string} scenario
 * @property {Values} values
 * @property {number} epoch
 * @property {number} epochs
 * @property {boolean} playing
 * @property {Speed} speed
 * @property {boolean} pending
 * @property {Record<string, string>} [options] how the curves are drawn
 * @property {boolean} [beside] two charts stand side by side
 * @property {string} [unfit] panels that have nothing to show, separated by commas
 * @property {string} [panel] says most about the run, of those that share a place
 * @property {number} [enough] epochs that show all of a finished run; 0: it is not too long
 * @property {string} [pins] runs to compare with, as a link spells them
 * @property {number} [compared] changes whenever one of them does
 * @property {string} [overlay] what the option of that name would draw over them
 * @property {{first: string, better: string, superficial: boolean}} [region] of the operating point
 * @property {object | null} [diverged]
 * @property {string[]} [names] what a person calls the modalities; none: by their letters
 * @property {string} [weights] the file that the initial weights are from; empty: the seed draws them
 * @property {{file: string, fit: boolean}} [weightsLost] those of a file that a change has put an end to
 * @property {boolean} [local] the data or the weights are in this program only: no link can hold them
 * @property {Diagram | null} [diagram] the phase diagram
 */

/**
 * @typedef {object} Diagram
 * @property {string} kind
 * @property {number} cells along an axis
 * @property {string} x a parameter
 * @property {string} y
 * @property {string} quantity
 * @property {boolean} full whole networks, not their reductions
 * @property {number} job which sweep this is
 * @property {number} total networks, one a cell
 * @property {number} done 0…1
 * @property {boolean} running
 * @property {boolean} paused
 * @property {string} usual the kind that the scenario asks for
 * @property {number | null} left seconds
 * @property {number} populated how many networks fill the plane of theory in; 0: it is theory alone
 * @property {boolean} answers in place of theory stands what the network answers
 */

export {};
