// A figure of a step of the story: what the step says stands in for what the address leaves out.

import { chosen, environment } from './environment.js';

/** @typedef {{slug: string, title: string, caption: string, link: string, panels: string[], controls: string[]}} Shown */

/** The step that the address names; null: there is none of that name, which is said. @returns {Promise<Shown | null>} */
export async function takeStep() {
  const url = new URL(`../story/steps.${environment.lang}.json`, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const { build, steps } = await response.json();
  globalThis.unimodalBiasPart?.(build);
  const [slug] = chosen('step', [environment.step ?? ''], steps.map((/** @type {Shown} */ one) => one.slug), []);
  const step = steps.find((/** @type {Shown} */ one) => one.slug === slug);
  if (!step) return null;
  environment.panels ??= step.panels;
  if (environment.view === 'embed' && step.controls.length) environment.controls ??= step.controls;
  if (!/[#&]scenario=/.test(location.hash)) {
    const more = location.hash.replace(/^#/, '&').replace(/&v=\d+/, '');
    history.replaceState(history.state, '', `#${step.link}${more}`);
  }
  return step;
}
