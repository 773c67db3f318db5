// In a sheet of keys: the choice whether single ones act, and what follows from it.

import { sentence } from './dialogs.js';
import { make } from './nodes.js';
import { single } from './single.js';
import { t } from './strings.js';

export function keyChoice() {
  const box = /** @type {HTMLInputElement} */ (make('input'));
  box.type = 'checkbox';
  box.checked = single.on;
  const off = sentence('page.keys.off');
  off.hidden = single.on;
  off.setAttribute('role', 'status');
  box.addEventListener('change', () => {
    single.set(box.checked);
    off.hidden = single.on;
  });
  const kept = sentence('page.keys.kept');
  kept.id = 'keys-kept';
  box.setAttribute('aria-describedby', kept.id);
  return make('div', 'choices', make('label', '', box, ' ', t('page.keys.single')), off, make('div', 'quiet', kept));
}
