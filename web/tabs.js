// A row of words above a place in the page; the chosen one says what is shown there.

import { button } from './nodes.js';

/**
 * @param {HTMLElement} row
 * @param {HTMLElement[]} panels one for each tab
 * @param {string[]} words
 * @param {(index: number) => void} choose
 */
export function createTabs(row, panels, words, choose) {
  const tabs = panels.map((panel, i) => {
    const tab = button('', words[i]);
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', panel.id);
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-label', words[i]);
    tab.addEventListener('click', () => choose(i));
    return tab;
  });
  row.append(...tabs);
  row.hidden = false;

  row.addEventListener('keydown', (event) => {
    const there = tabs.filter((tab) => !tab.hidden);
    const at = there.findIndex((tab) => tab === document.activeElement);
    const last = there.length - 1;
    const to = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at > 0 ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    there[to].focus();
    choose(tabs.indexOf(there[to]));
  });

  return {
    /** @param {number} index */
    show(index) {
      tabs.forEach((tab, i) => {
        tab.setAttribute('aria-selected', String(i === index));
        tab.tabIndex = i === index ? 0 : -1;
      });
    },

    /** @param {(index: number) => boolean} has which of them have something to show */
    offer(has) {
      tabs.forEach((tab, i) => { tab.hidden = !has(i); });
    },

    /** @param {boolean} on */
    enable(on) {
      for (const tab of tabs) tab.disabled = !on;
    },
  };
}
