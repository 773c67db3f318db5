// What a sheet shows as text that can be copied: headings, paragraphs, lists and tables, without what is folded away.

/**
 * @typedef {{heading: string} | {words: string} | {item: string} | {rows: string[][]}} Block
 */

/** A cell: what stands below one another is parted by a semicolon. @param {Element} cell */
function written(cell) {
  const below = [...cell.children].filter((child) => child.tagName === 'DIV');
  const own = [...cell.childNodes].filter((node) => !below.includes(/** @type {any} */ (node)) && /** @type {Element} */ (node).tagName !== 'DETAILS');
  return [own, ...below.map((node) => [node])].map((nodes) => line(nodes.map((node) => node.textContent).join(''))).filter(Boolean).join('; ');
}

/** @param {string | null} text */
const line = (text) => (text ?? '').replace(/\s+/g, ' ').trim();

/** @param {HTMLTableElement} table */
function rowsOf(table) {
  /** @type {string[][]} */
  const rows = [];
  for (const row of table.rows) {
    const cells = [...row.cells];
    const text = cells.map(written);
    if (cells.length === 1 && cells[0].colSpan > 1) rows.at(-1)?.push(text[0]); // what else there is to say of the row before
    else rows.push(text);
  }
  const most = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(most - row.length).fill('')]);
}

/** @param {Element} root @returns {Block[]} */
function blocks(root) {
  return [...root.children].flatMap((/** @type {any} */ node) => {
    if (node.hidden || ['FORM', 'DETAILS', 'BUTTON'].includes(node.tagName)) return [];
    if (/^H\d$/.test(node.tagName)) return [{ heading: line(node.textContent) }];
    if (node.tagName === 'P') return [{ words: line(node.textContent) }];
    if (node.tagName === 'LI') return [{ item: line(node.textContent) }];
    if (node.tagName === 'TABLE') return [...node.caption ? [{ words: line(node.caption.textContent) }] : [], { rows: rowsOf(node) }];
    return blocks(node);
  });
}

/** @param {string} title @param {Element} root */
export function asText(title, root) {
  return `${[title, ...blocks(root).map((block) => {
    if ('heading' in block) return `\n${block.heading}`;
    if ('words' in block) return block.words;
    if ('item' in block) return `- ${block.item}`;
    return block.rows.map((row) => row.join('\t').trimEnd()).join('\n');
  })].join('\n')}\n`;
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\`*_{}[\]<>#|~$]/g, '\\$&');

/** @param {string} title @param {Element} root */
export function asMarkdown(title, root) {
  return `# ${escaped(title)}\n\n${blocks(root).map((block) => {
    if ('heading' in block) return `## ${escaped(block.heading)}`;
    if ('words' in block) return escaped(block.words);
    if ('item' in block) return `- ${escaped(block.item)}`;
    const [head, ...rest] = block.rows.map((row) => `| ${row.map(escaped).join(' | ')} |`);
    return [head, `|${block.rows[0].map(() => ' --- |').join('')}`, ...rest].join('\n');
  }).join('\n\n')}\n`;
}
