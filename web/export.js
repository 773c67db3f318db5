// Files of what is shown, by kind. Loaded on demand.

import { LabError, nextEvent, understood, work as workOfPage } from './bridge.js';

/**
 * @typedef {Record<string, any>} ExportOptions
 * @typedef {(func: string, args?: unknown) => Promise<any>} Ask reads something of the program
 * @typedef {() => Promise<unknown>} Work resolves when nothing is left to compute
 * @typedef {(options: ExportOptions, ask: Ask, work: Work) => Promise<File>} Exporter
 */

/** What the program writes: text, with its name and its type; `needs` names the run file that has to be beside it. @param {string} kind @returns {Exporter} */
const written = (kind) => async (options, ask) => {
  const file = { ...options, kind, address: new URL('.', location.href).href };
  let made;
  while (!(made = await ask('export', file).catch(async (error) => { throw await understood(error); }))) await nextEvent(); // it is trained to its end, every weight where the file has them
  const { name, type, text, needs } = made;
  return Object.assign(new File([text], name, { type }), { needs });
};

/** One line a kind. @type {Record<string, Exporter>} */
const exporters = {
  csv: written('csv'),
  json: written('json'),
  run: written('run'),
  numpy: written('numpy'),
  pytorch: written('pytorch'),
  gridCsv: written('gridCsv'),
  gridJson: written('gridJson'),
  svg: async (...of) => (await import('./picture.js')).svg(...of),
  png: async (...of) => (await import('./picture.js')).png(...of),
  qr: async (options, ask) => (await import('./picture.js')).qr(options, ask),
  film: async (options, ask) => (await import('./film.js')).film(options, ask),
};

/** What files there are. */
export const kinds = () => Object.keys(exporters);

/**
 * Makes a file.
 * @param {string} kind one of exporters
 * @param {ExportOptions} options
 * @param {Ask} ask
 * @param {Work} [work] of the program that is asked, if not the page's
 * @param {string[]} [among] those that it can make
 */
export async function exportFile(kind, options, ask, work = workOfPage, among = kinds()) {
  if (!among.includes(kind)) throw new LabError({ code: 'notAChoice', key: 'kind', value: kind, allowed: among });
  return exporters[kind](options, ask, work);
}

/** Saves a file as a download. @param {File} file */
export function save(file) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  document.body.append(link); // Firefox clicks only what is in the page
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
