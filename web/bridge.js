// The one place that talks to the Go program: JSON in, JSON out, errors with a code and a sentence.

import { bare } from './markup.js';
import { environment } from './environment.js';
import { hasText, sentences, t } from './strings.js';

const LONGEST = 80; // characters

/**
 * What went wrong, as a program can read it (`code`, `key`, `value`, `min`, `max`, `allowed`, …) and as a person can (`message`).
 */
export class LabError extends Error {
  /**
   * @param {{code: string, key?: string, value?: unknown, min?: number, max?: number, allowed?: string[], epoch?: number, stable?: number, beside?: string, besideValue?: unknown, why?: string, pin?: string, file?: string, row?: number, column?: number, other?: unknown}} facts
   * @param {ErrorOptions} [options]
   */
  constructor(facts, options) {
    super(sentence(facts), options);
    this.name = 'LabError';
    this.code = facts.code;
    this.key = facts.key;
    this.value = facts.value;
    this.min = facts.min;
    this.max = facts.max;
    this.allowed = facts.allowed;
    this.epoch = facts.epoch;
    this.stable = facts.stable;
    this.row = facts.row;
    this.column = facts.column;
    this.other = facts.other;
    this.beside = facts.beside;
    this.besideValue = facts.besideValue;
    this.why = facts.why;
    this.pin = facts.pin;
    this.file = facts.file;
  }
}

/** The error with its sentence, whose words may still have to come. @param {ConstructorParameters<typeof LabError>[0]} facts */
export async function understood(facts) {
  if (!hasText(`error.${facts.code}`) || (facts.beside && facts.why && !hasText(`why.${facts.why}`))) await (await import('./more.js')).moreWords();
  else if (facts instanceof LabError) return facts;
  return new LabError(facts);
}

/**
 * The sentence that names no more than is known: not every run that broke off has a stable learning rate or large
 * weights, and not every number has a range.
 * @param {string} key
 * @param {{stable?: number, why?: string, min?: number, max?: number} | null} [facts]
 */
export function variant(key, facts) {
  if (facts?.why && hasText(`${key}.${facts.why}`)) return `${key}.${facts.why}`;
  if (facts && !facts.stable && hasText(`${key}.plain`)) return `${key}.plain`;
  if (facts && (facts.min == null || facts.max == null) && hasText(`${key}.rangeless`)) return `${key}.rangeless`;
  return key;
}

/** A number that came as text, as from an address, is still written as one. @param {unknown} value */
export function written(value) {
  return typeof value === 'string' && /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value) && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** What somebody gave, in a sentence: no longer than needed to know it again. @param {unknown} value */
function short(value) {
  const text = typeof value === 'object' ? JSON.stringify(value) : value;
  return typeof text === 'string' && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : written(text);
}

/** @param {{code: string, key?: string, value?: unknown, stable?: number, allowed?: string[], beside?: string, besideValue?: unknown, pin?: string, why?: string}} facts */
function sentence({ pin, ...facts }) {
  if (pin) return t('error.inPin', { pin, sentence: sentence(facts) });
  const key = `error.${facts.code}`;
  if (!hasText(key)) return `${facts.code}: ${facts.key ?? ''} ${facts.value ?? ''}`.trim();
  const name = `param.${facts.key}.name`;
  const words = hasText(name) ? t(name) : facts.key || t('error.nameless');
  const named = (/** @type {string | undefined} */ owner, /** @type {unknown} */ word) =>
    (hasText(`param.${owner}.${word}`) ? t(`param.${owner}.${word}`) : written(word));
  const beside = facts.beside && { // what it does not go with, and its choices, have words
    beside: t(`param.${facts.beside}.name`), besideValue: named(facts.beside, facts.besideValue),
    value: named(facts.key, facts.value), allowed: facts.allowed?.map((word) => named(facts.key, word)),
  };
  const value = short(facts.value ?? 'null');
  const text = bare(t(variant(key, facts), { ...facts, key: short(facts.key ?? ''), value, name: words, ...beside }));
  const why = hasText(`why.${facts.why}`) ? t(`why.${facts.why}`) : '';
  const whole = text[0].toLocaleUpperCase(environment.lang) + text.slice(1);
  return why ? sentences([whole, why]) : whole;
}

/**
 * Numbers that JSON does not know arrive as words, and are refused as such; what it would leave out in silence is refused here.
 * @param {string} _
 * @param {unknown} value
 */
export function transferable(_, value) {
  if (typeof value === 'function' || typeof value === 'symbol') throw new TypeError(`${typeof value}s are no values`);
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/**
 * Calls a function of the Go program.
 * @param {string} func
 * @param {unknown} [args]
 * @returns {any}
 */
export function call(func, args = {}) {
  let answer;
  let json;
  try {
    json = JSON.stringify(args, transferable) ?? 'null';
  } catch (cause) {
    throw new LabError({ code: 'badArguments', value: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
  try {
    answer = JSON.parse(globalThis.unimodalBiasGo.call(func, json));
  } catch (cause) {
    // A program that has exited throws on every call, and one that panics inside a call answers nothing.
    throw new LabError({ code: 'panic' }, { cause });
  }
  if (answer.error) throw new LabError(answer.error);
  return answer.result;
}

/** Hands the results of a tile of a sweep in; answers whether they were of use. @param {number} job @param {number} tile @param {ArrayBuffer} results */
export const deliver = (job, tile, results) => globalThis.unimodalBiasGo.deliver(job, tile, new Uint8Array(results));

/** @type {Promise<void> | null} */
let working = null;

/**
 * Resolves when nothing is left to compute. Works in slices between events, so it needs no animation frames and
 * blocks nothing for long; however many ask, one loop runs.
 */
export function work() {
  working ??= slices().finally(() => { working = null; });
  return working;
}

const SLICE = { ms: 12 };

async function slices() {
  for (let now = call('work', SLICE); now.pending; now = call('work', SLICE)) {
    await (now.later ? new Promise((goOn) => { setTimeout(goOn, SLICE.ms); }) : nextEvent());
  }
}

/** A turn of the event loop, without the four milliseconds a nested timer is held to. */
export function nextEvent() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });
}
