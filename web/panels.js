// Which panels and controls a view shows.

import { chosen, environment, remember } from './environment.js';
import { t } from './strings.js';
import { createTabs } from './tabs.js';

const EMBEDDED = 2; // panels that a small frame has room for

/**
 * Shows exactly the panels the address names, else the usual ones: in a frame the first of the list, elsewhere those
 * with a place of their own, and of those that share one the one that says most about the scenario. Then there are tabs
 * to show another, except in a frame, which stays as its author wants it.
 * @param {import('./describe.js').Description} description
 */
export function choosePanels({ panels, scenarios }) {
  const embedded = environment.view === 'embed';
  const slots = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.slot')]);
  const upper = /** @type {HTMLElement} */ (document.querySelector('.upper'));
  const place = /** @type {HTMLElement} */ (upper.querySelector('.place'));
  const names = slots.map((slot) => slot.dataset.panel ?? '');
  const opening = new URLSearchParams(location.hash.slice(1)).get('scenario');
  let about = opening ?? '';
  let telling = (scenarios.find(({ slug }) => slug === opening) ?? scenarios[0]).panel;
  const usual = () => {
    if (embedded) return panels.slice(0, EMBEDDED);
    return panels.filter((name) => name === telling || !place.contains(slots[names.indexOf(name)]));
  };
  const isUsual = () => usual().every((name) => shown.includes(name)) && shown.length === usual().length;
  let shown = chosen('panels', environment.panels, panels, usual());
  let follows = !environment.panels; // until somebody chooses

  function show() {
    slots.forEach((slot, i) => { slot.hidden = !shown.includes(names[i]); });
    const visible = slots.filter((slot) => !slot.hidden);
    const above = visible.filter((slot) => upper.contains(slot)).length;
    upper.hidden = !above;
    upper.classList.toggle('crowded', above > 2);
    /** @type {HTMLElement} */ (document.getElementById('stage')).dataset.count = String(visible.length);
  }
  show();

  const sharing = slots.filter((slot, i) => place.contains(slot) && panels.includes(names[i]));
  const open = () => sharing.findIndex((slot) => !slot.hidden);
  if (embedded || sharing.length < 2 || sharing.filter((slot) => !slot.hidden).length !== 1) return null;
  place.classList.add('tabbed');
  const nameOf = (/** @type {number} */ index) => sharing[index].dataset.panel ?? '';
  const words = sharing.map((_, i) => t(`panel.${nameOf(i)}`));
  const tabs = createTabs(/** @type {HTMLElement} */ (place.querySelector('.tabs')), sharing, words, (index) => {
    const before = nameOf(open());
    shown = shown.map((name) => (name === before ? nameOf(index) : name));
    show();
    tabs.show(open());
    offer();
    follows = isUsual();
    remember({ panels: follows ? null : shown.join() });
  });
  tabs.show(open());

  /** @type {string[]} */
  let unfit = [];
  /** A picture that has nothing to show is not offered. One that stands there says what it needs. */
  function offer() {
    tabs.offer((index) => index === open() || !unfit.includes(nameOf(index)));
  }

  return {
    enable: tabs.enable,

    /**
     * Shows what says most about another scenario or other data, and about a run of which the picture that stands there
     * has nothing to show, unless somebody has chosen.
     * @param {import('./describe.js').State} state
     * @param {boolean} drawn whether the state has been drawn, and is no promise
     */
    show(state, drawn) {
      unfit = state.unfit?.split(',') ?? [];
      const now = [state.scenario, ...state.names ?? []].join();
      if (drawn && state.panel && (now !== about || unfit.includes(nameOf(open())))) {
        about = now;
        telling = state.panel;
        if (follows) {
          shown = usual();
          show();
          tabs.show(open());
        }
      }
      offer();
    },
  };
}

/**
 * The panels of a light figure: those the address names, in the order in which it does, else the first of the list.
 * @param {import('./describe.js').Description} description
 */
export function figurePanels({ panels }) {
  return chosen('panels', environment.panels, panels, panels.slice(0, EMBEDDED));
}

/**
 * The parameters that get a control. `none` leaves them all out, and so does a frame that names none.
 * @param {import('./describe.js').Description} description
 */
export function chooseControls({ parameters }) {
  const usual = parameters.filter((parameter) => parameter.shown || parameter.seldom);
  const wishes = environment.controls ?? (environment.view === 'embed' ? ['none'] : null);
  if (wishes?.join() === 'none') return [];
  const able = parameters.filter(({ kind }) => kind !== 'kept'); // a file brings those
  const keys = chosen('controls', wishes, able.map(({ key }) => key), usual.map(({ key }) => key));
  if (!environment.controls) return usual;
  return parameters.filter(({ key }) => keys.includes(key)).map((parameter) => ({ ...parameter, seldom: false, aside: false }));
}
