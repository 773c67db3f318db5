// The story: figures to play with between paragraphs. Each step asks first, and its figure waits for a guess.

import { copies } from './copy.js';
import { addressWith, environment, leaveFor, takeMistakes } from './environment.js';
import { createVoice } from './narration.js';
import { createRemarks } from './remarks.js';
import { createStep } from './step.js';
import { useStrings } from './strings.js';
import { createLanguages } from './languages.js';
import { createTheme } from './theme.js';
import { translate } from './translate.js';

const NEAR = '60% 0px'; // of the window: figures that are so near are prepared

/** @param {string} name of a file of the site */
async function fetchJSON(name) {
  const url = new URL(`../${name}`, import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

try {
  await begin();
} catch (error) {
  console.error(error);
  document.getElementById('unstarted')?.classList.add('now');
}

async function begin() {
  const [words, ui, description] = await Promise.all([
    fetchJSON(`web/strings/${environment.lang}.json`), fetchJSON(`story/words.${environment.lang}.json`), fetchJSON('describe.json'),
  ]);
  for (const strings of [words, ui]) useStrings(strings);
  globalThis.unimodalBiasPart?.(description.build);
  translate();
  const remarks = createRemarks(/** @type {HTMLElement} */ (document.getElementById('remarks')));
  const choice = /** @type {HTMLSelectElement} */ (document.getElementById('theme'));
  const theme = createTheme(choice);
  /** @type {HTMLElement} */ (choice.closest('.themes')).hidden = false;
  createLanguages(/** @type {HTMLSelectElement} */ (document.getElementById('language')), environment.lang, (lang, known) => {
    const { href } = /** @type {HTMLLinkElement} */ (document.querySelector(`link[hreflang|="${lang}"]`));
    const { search, hash } = new URL(addressWith({ lang: known ? null : lang }));
    leaveFor(`${href}${search}${hash}`);
  });
  const share = /** @type {HTMLButtonElement} */ (document.getElementById('share'));
  const voice = createVoice(/** @type {HTMLElement} */ (document.getElementById('spoken'))); // of the page and of all its figures
  copies(share, () => addressWith({}), voice.utter); // of the step being read
  share.hidden = false;
  document.documentElement.classList.add('live');

  const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.step')]);
  const lecture = environment.view === 'present' ? await import('./lecture.js') : null;
  const steps = sections.map((section) => createStep(section, description, theme, voice, lecture?.mannerOf(section)));
  theme.follow((look) => { for (const step of steps) step.setLook(look); });

  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      steps[sections.indexOf(/** @type {HTMLElement} */ (target))].prepare();
    }
  }, { rootMargin: NEAR });

  if (lecture) await lecture.createLecture(sections, steps, description, remarks, voice);
  else {
    for (const section of sections) near.observe(section);
    followTheReader(sections);
  }
  document.getElementById('unstarted')?.remove(); // the lecture has parts of its own, which might not come
  remarks.add(takeMistakes());
  globalThis.unimodalBiasStory = { steps: Object.fromEntries(steps.map((step) => [step.slug, step])) };
}

/**
 * The address says which step is being read, so that it can be sent, and a reload comes back.
 * @param {HTMLElement[]} sections
 */
function followTheReader(sections) {
  /** @type {Map<Element, boolean>} */
  const seen = new Map();
  const reading = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen.set(target, isIntersecting);
    const [now] = sections.filter((section) => seen.get(section)).slice(-1);
    const hash = now ? `#${now.id}` : '';
    if (location.hash !== hash) history.replaceState(history.state, '', hash || location.pathname + location.search);
  }, { rootMargin: '-30% 0px -69% 0px' });
  for (const section of sections) reading.observe(section);
}
