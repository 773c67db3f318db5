// What the session test puts into the page before anything else. Timers of the page's own modules wait until the test lets
// them go, so that nothing depends on how fast the machine is, and the panels have one size, whatever the fonts.
(() => {
  const timers = new Map();
  const [begin, end] = [globalThis.setTimeout, globalThis.clearTimeout];
  let last = 1e9; // beyond the browser's own numbers
  const slice = 12; // milliseconds that work waits for a hand on a busy machine
  globalThis.setTimeout = (act, ms = 0, ...args) => {
    const ours = /\/web\/\w+\.js/.test(new Error().stack.split('\n')[2] ?? '');
    if (!ours || ms > 5000 || ms === slice) return begin(act, ms, ...args);
    timers.set(++last, { act: () => act(...args), ms });
    return last;
  };
  globalThis.clearTimeout = (id) => { if (!timers.delete(id)) end(id); };

  /** Lets the timers go that are not longer than so many milliseconds, the shortest first; answers whether there were any. */
  function fire(longest) {
    const between = 2100; // two announcements
    const due = [...timers].filter(([, { ms }]) => ms <= longest || ms === between).sort(([, a], [, b]) => a.ms - b.ms);
    for (const [id, { act }] of due) if (timers.delete(id)) act();
    return due.length > 0;
  }

  Math.random = () => 0.4242;
  const said = [];
  for (const kind of ['warn', 'error']) {
    const tell = console[kind];
    console[kind] = (...words) => {
      const text = words.map((word) => word?.message ?? String(word)).join(' ');
      if (/worker died/.test(text)) return; // a slow machine
      said.push(`${kind}: ${text}`);
      tell.apply(console, kind === 'error' ? words : [text]);
    };
  }
  const copied = [];
  Object.defineProperty(Clipboard.prototype, 'writeText', { value: (text) => {
    if (globalThis.noClipboard) return Promise.reject(new Error('not allowed'));
    copied.push(text);
    return Promise.resolve();
  } });
  addEventListener('copy', () => copied.push(`(selection) ${document.activeElement.value ?? getSelection()}`));

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    .slot { flex: none !important; aspect-ratio: auto !important; max-block-size: none !important; min-block-size: 0 !important; }
    .slot.wide { inline-size: 320px !important; block-size: 240px !important; }
    .upper .slot { inline-size: 300px !important; block-size: 240px !important; }
    :root[data-view="present"] #stage { grid-template-rows: auto auto auto auto !important; } /* rows in proportion to such panels would not fit in the window */
    :root:not([data-view="embed"]) .slot.wide { inline-size: 600px !important; }
    #diagram :is(select, .toggle, .text) { inline-size: 110px !important; overflow: hidden; }`);
  document.adoptedStyleSheets = [sheet];

  const squeeze = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const seen = (node) => Boolean(node?.checkVisibility({ visibilityProperty: true }));
  const nearly = (x, step = 1) => Math.round(x / step) * step;
  const without = (text) => String(text).replaceAll(location.origin, '').replaceAll(encodeURIComponent(location.origin), '');

  /** Words with their markup: sub- and superscripts, modalities, code. @param {Node} node */
  function words(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (!(node instanceof Element)) return '';
    if (node.localName === 'select') return '';
    const parts = [...node.childNodes].map(words).map((part, i) => (i && node.childNodes[i].matches?.('p, details, dd') ? ` ${part}` : part));
    if (node.localName === 'msub') return `${parts[0]}_${parts[1]}`;
    if (node.localName === 'msup') return `${parts[0]}^${parts[1]}`;
    if (node.localName === 'msubsup') return `${parts[0]}_${parts[1]}^${parts[2]}`;
    const all = parts.join('');
    if (node.classList.contains('modality')) return `@${all}`;
    if (node.localName === 'code') return `\`${all}\``;
    if (node.classList.contains('unseen')) return '';
    return all;
  }

  /** A text of the picture, with its levels. @param {Element} node */
  function label(node) {
    let level = 0;
    return squeeze([...node.childNodes].map((span) => {
      level += Number(span.getAttribute('dy') ?? 0);
      return (span.hasAttribute('font-size') ? (level > 0 ? '_' : '^') : '') + span.textContent;
    }).join('')) + (node.getAttribute('transform') ? ' (turned)' : '') + (Number(node.getAttribute('opacity')) < 1 ? ' (faint)' : '');
  }

  function nameOf(node) {
    const by = node.getAttribute('aria-labelledby')?.split(' ').map((id) => document.getElementById(id)?.textContent).join(' ');
    return squeeze(node.getAttribute('aria-label') || by || [...node.labels ?? []].map(words).join(' ') || words(node) || node.title);
  }

  function roleOf(node) {
    return node.getAttribute('role') || { a: 'link', input: node.type === 'range' ? 'slider' : 'field' }[node.localName] || node.localName;
  }

  function focus() {
    const node = document.activeElement;
    if (!node || node === document.body) return 'nothing';
    const chosen = node.localName === 'input' && node.type !== 'range' && node.selectionEnd > node.selectionStart ? ` with “${node.value.slice(node.selectionStart, node.selectionEnd)}” selected` : '';
    return `${roleOf(node)} “${node.localName === 'pre' ? node.getAttribute('aria-label') : nameOf(node)}”${chosen}${node.matches(':focus-visible') ? '' : ', unmarked'}`;
  }

  /** What a control says of itself. @param {Element} node */
  function sayOf(node, name) {
    const parts = [];
    const tell = (attribute, words = attribute.slice(5)) => {
      const value = node.getAttribute(attribute);
      if (value !== null && value !== 'false') parts.push(value === 'true' ? words : `${words} ${value}`);
    };
    if (node.localName === 'select') parts.push(`= ${squeeze(node.selectedOptions[0]?.textContent)}`);
    else if (node.type === 'range') parts.push(`= ${node.value} [${node.min}..${node.max}]`);
    else if (node.localName === 'input' || node.localName === 'textarea') parts.push(`= ${node.value.replaceAll('\n', ' / ')}`);
    else if (node.localName === 'output') parts.push(squeeze(node.textContent));
    if (node.localName === 'a') parts.push(`to ${without(node.href)}`);
    if (node.disabled) parts.push('disabled');
    if (node.closest('[inert]')) parts.push('inert');
    if (node.getAttribute('aria-pressed') === 'false') parts.push('not pressed');
    if (node.matches('details[open] > summary')) parts.push('open');
    if (node.tabIndex < 0) parts.push('out of the Tab order');
    if (node.inputMode) parts.push(`keyboard ${node.inputMode}`);
    for (const attribute of ['aria-disabled', 'aria-pressed', 'aria-selected', 'aria-expanded', 'aria-invalid', 'aria-roledescription', 'aria-keyshortcuts']) tell(attribute);
    if (node.hasAttribute('aria-valuetext')) parts.push(`“${node.getAttribute('aria-valuetext')}”`);
    if (node.hasAttribute('aria-valuemin')) parts.push(`${node.getAttribute('aria-valuenow')} from ${node.getAttribute('aria-valuemin')} to ${node.getAttribute('aria-valuemax')}`);
    const about = (node.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
    if (about.length) parts.push(`described by ${about.map((id) => squeeze(document.getElementById(id)?.textContent)).join(' ')}`);
    if (node.title && node.title !== name) parts.push(`hint “${node.title}”`);
    if (node.matches('[data-handle]')) {
      const box = node.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      for (const slot of document.querySelectorAll('.slot:not([hidden])')) {
        const { left, top, right, bottom } = slot.getBoundingClientRect();
        if (x >= left && x <= right && y >= top && y <= bottom) parts.push(`at ${nearly(x - left, 2)},${nearly(y - top, 2)} of ${slot.dataset.panel}`);
      }
      parts.push(`${nearly(box.width)} wide`);
    }
    return parts.join(', ');
  }

  const CONTROLS = 'button, select, input, textarea, a[href], summary, output, [role="slider"], progress, pre[tabindex]';
  const TEXTS = { narration: '#narration', invitation: '#invitation', notice: '#notice', remarks: '#remarks', caption: '#caption', epoch: '#epoch', unstarted: '#unstarted', sweep: '#diagram .text' };
  const BLOCKS = 'h2, h3, p, dt, dd, caption, th, td, pre, label';

  /** The record: keys and what is perceived. @param {boolean} moving nothing is told of what moves with the clock */
  function record(moving) {
    const lines = new Map();
    const put = (key, text) => { if (text) lines.set(key, text); };
    put('title', document.title);
    put('address', moving ? '' : decodeURIComponent(location.search + location.hash) || '(bare)');
    put('window', `theme ${document.documentElement.dataset.theme ?? 'of the system'} on ${getComputedStyle(document.body).backgroundColor}, view ${document.documentElement.dataset.view ?? 'lab'}${scrollY > 0 ? ', scrolled' : ''}`);
    put('focus', focus());
    put('panels', [...document.querySelectorAll('.slot')].filter(seen).map((slot) => slot.dataset.panel).join(' '));
    put('drawer', document.querySelector('#side').classList.contains('open') ? 'open' : '');
    put('playing', document.querySelector('.transport').classList.contains('playing') ? 'yes' : '');
    for (const [key, selector] of Object.entries(TEXTS)) {
      const node = document.querySelector(selector);
      if (!seen(node) || (moving && /narration|epoch/.test(key))) continue;
      const text = squeeze(words(node));
      put(key, key === 'sweep' && moving ? text.replace(/\d+/g, '…').replace(/, … (s|min) left/, '') : text);
    }
    if (document.querySelector('#caption').classList.contains('elsewhere')) put('caption', `${lines.get('caption') ?? ''} (elsewhere)`);
    if (!moving) document.querySelectorAll('p.unseen').forEach((node) => put(`told${node.id ? '' : ' of the sweep'}`, squeeze(node.textContent)));
    for (const line of document.querySelectorAll('.parameter')) {
      if (!seen(line)) continue;
      const error = line.querySelector('.error:not([hidden])');
      put(`line ${line.dataset.key}`, [squeeze([...line.querySelectorAll('.symbol')].map(words).join('')), line.closest('section')?.firstElementChild?.textContent, ...['changed', 'inviting', 'choice', 'wordless'].filter((name) => line.classList.contains(name)), `hint “${line.title}”`, error && `error “${error.textContent}”`].filter(Boolean).join(', '));
    }
    const dialog = document.querySelector('dialog[open]');
    if (dialog) {
      put('dialog', `“${nameOf(dialog)}”${dialog.matches(':modal') ? '' : ', not modal'}`);
      [...dialog.querySelectorAll(BLOCKS)].filter((node) => !node.matches('p p, pre *') && seen(node)).forEach((node, i) => put(`in dialog ${i + 1}`, without(squeeze(words(node))).replace(/\bversion \S+/i, 'version …')));
    }
    const pictures = {};
    for (const node of document.querySelectorAll('#texts [data-key]')) (pictures[node.dataset.key.split('/')[0]] ??= []).push(label(node));
    if (!moving) for (const [panel, texts] of Object.entries(pictures).sort()) put(`picture of ${panel}`, texts.sort().join(' | '));
    const twice = {};
    for (const node of document.querySelectorAll(CONTROLS)) {
      if (!seen(node) || (moving && /^(scrubber)$/.test(node.id))) continue;
      const name = nameOf(node);
      const place = node.closest('dialog') ? 'dialog ' : node.closest('.parameter') ? `${node.closest('.parameter').dataset.key} ` : '';
      let key = node.id && node.localName !== 'select' ? `${place}#${node.id}` : `${place}${roleOf(node)} ${name}`;
      if (node.matches('select')) key = `${place}menu ${node.getAttribute('aria-label') || node.id || name}`;
      if (node.localName === 'pre') key = `${place}quotation ${node.getAttribute('aria-label')}`;
      twice[key] = (twice[key] ?? 0) + 1;
      if (twice[key] > 1) key += ` ${twice[key]}`;
      if (node.matches('select')) put(key.replace('menu', 'choices of'), [...node.querySelectorAll('option, optgroup')].map((each) => each.text ?? `${each.label}:`).join(' | '));
      put(key, [node.id && node.localName !== 'pre' ? `“${name}”` : '', sayOf(node, name)].filter(Boolean).join(' ') || 'there');
    }
    const posters = [...document.querySelectorAll('picture img')].map((image) => `${image.getAttribute('src')}${seen(image) ? '' : ' (covered)'}`);
    put('posters', posters.length ? `${posters.length}, ${posters[0]}` : '');
    if (copied.length) lines.set('! copied', copied.splice(0).map((text) => without(text).replaceAll('\n', ' / ')).join(' ; '));
    if (said.length) lines.set('! console', said.splice(0).join(' ; '));
    return [...lines].map(([key, text]) => [key, text.replace(/\b[0-9a-f]{16}\b/g, 'HASH')]);
  }

  const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });

  globalThis.session = {
    fire,

    /** Everything has happened that follows from what was done. @param {boolean} moving the run or the sweep goes on */
    async record(moving) {
      for (let round = 0, more = true; more && round < 12; round++) {
        if (moving) await frame();
        else await unimodalBias.settled();
        more = fire(1000) || round === 0; // a new layout comes with the next frame
      }
      return record(moving);
    },

    /** Waits for something, with the timers. @param {() => unknown} so */
    async until(so) {
      const late = performance.now() + 15_000;
      while (!await so()) {
        if (performance.now() > late) return false;
        fire(1000);
        await new Promise((resolve) => { begin(resolve, 15); });
      }
      return true;
    },
  };
})();
