// What somebody pastes elsewhere to show a run there, in the words of that place. Text only.

/**
 * @typedef {object} Embedded
 * @property {string} title of the run
 * @property {string} base the address of the folder of the lab
 * @property {string} link to the run in the lab
 * @property {string} frame the address of the figure alone
 * @property {string} poster the address of a picture
 * @property {Record<string, string>} attributes of the element: the run, and how it is shown
 * @property {number} width pixels
 * @property {number} height
 */

/** @param {string} text */
const quoted = (text) => `"${text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;

/** @param {string} text */
const plain = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** @param {string} text as the words of a link in Markdown */
const bracketed = (text) => text.replace(/[[\]\\]/g, '\\$&');

/** @param {Record<string, string>} attributes */
const listed = (attributes) => Object.entries(attributes).map(([name, value]) => ` ${name.toLowerCase()}=${quoted(value)}`).join('');

/** @param {Embedded} of */
const script = ({ base }) => `<script type="module" src=${quoted(`${base}element.js`)}></script>`;

/** Where there is no script, the link is left. @param {Embedded} of */
const element = (of) => `${script(of)}\n<unimodal-bias${listed(of.attributes)}>\n  <a href=${quoted(of.link)}>${plain(of.title)}</a>\n</unimodal-bias>`;

/** @param {Embedded} of */
const iframe = ({ frame, title, width, height }) => (
  `<iframe src=${quoted(frame)} width="${width}" height="${height}" loading="lazy" title=${quoted(title)}></iframe>`);

/** @type {Record<string, (of: Embedded) => string>} by what it is for */
const forms = {
  element,
  iframe,
  /** Markdown without HTML shows a picture that leads to the run. */
  markdown: ({ title, link, poster }) => `[![${bracketed(title)}](${poster})](${link})`,
  /** A frame of a slide is fetched when the slide comes near. */
  reveal: ({ frame, title, width, height }) => (
    `<section>\n  <iframe data-src=${quoted(frame)} width="${width}" height="${height}" title=${quoted(title)}></iframe>\n</section>`),
  quarto: (of) => `\`\`\`{=html}\n${element(of)}\n\`\`\``,
  hugo: (of) => [
    '<!-- layouts/shortcodes/unimodal-bias.html, once: -->',
    script(of),
    '<unimodal-bias{{ range $name, $value := .Params }} {{ printf "%s=%q" $name $value | safeHTMLAttr }}{{ end }}></unimodal-bias>',
    '',
    '<!-- in a post: -->',
    `{{< unimodal-bias${listed(of.attributes)} >}}`,
  ].join('\n'),
};

export const FORMS = Object.keys(forms);

/** @param {string} form one of FORMS @param {Embedded} of */
export const snippet = (form, of) => forms[form](of);
