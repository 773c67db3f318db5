// What a reload must not lose: where the person was when the browser took the graphics away.

const KEY = 'unimodal-bias-lab/resume';

/**
 * @param {import('./describe.js').State} state
 */
export function keep({ scenario, values, epoch }) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ scenario, values, epoch }));
  } catch {}
}

/** What was kept, once. @returns {Pick<import('./describe.js').State, 'scenario' | 'values' | 'epoch'> | null} */
export function kept() {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
