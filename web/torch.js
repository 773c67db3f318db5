// The PyTorch of the answer: a network such as the run's, and the lines that make a remedy of it, with the names and the
// numbers of the data at hand. Text only.

const KEYWORDS = new Set('False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '));

/**
 * @typedef {object} Context
 * @property {{name: string, dim: number}[]} modalities
 * @property {number} targets how many
 * @property {Record<string, any>} values of the run, by parameter
 */

/** A name as the text of a Python string. @param {string} name */
const quoted = (name) => `"${name.replace(/[\\"]/g, '\\$&').replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ')}"`;

/**
 * Keys of an nn.ModuleDict: without dots, none twice, and none that a dictionary or a module has itself.
 * @param {string[]} names
 */
export function keysOf(names) {
  /** @type {string[]} */
  const keys = [];
  for (const name of names) {
    let key = name.normalize('NFC').replace(/[^\p{L}\p{N}_]+/gu, '_').replace(/^_+|_+$/g, '') || 'modality';
    if (/^\p{N}/u.test(key)) key = `m${key}`;
    if (KEYWORDS.has(key) || TAKEN.has(key)) key = `${key}_input`;
    let free = key;
    for (let n = 2; keys.includes(free); n++) free = `${key}_${n}`;
    keys.push(free);
  }
  return keys;
}

/** What an nn.ModuleDict has itself. */
const TAKEN = new Set('T_destination add_module apply bfloat16 buffers call_super_init children clear compile cpu cuda double dump_patches eval extra_repr float forward half items keys load_state_dict modules parameters pop requires_grad_ share_memory state_dict to train training type update values xpu zero_grad'.split(' '));

/** A number as Python has it. @param {number} x */
const python = (x) => String(Number(x.toPrecision(6))).replace('e+', 'e');

/** @param {Context} context */
const named = ({ modalities }) => keysOf(modalities.map(({ name }) => name)).map(quoted);

/** The network of a run, and how its weights begin. @param {Context} context */
export function network(context) {
  const { modalities, targets, values } = context;
  const { depth, fusion, width, init } = values;
  const skew = Number(values.skew ?? 0);
  const keys = named(context);
  const layer = (/** @type {unknown} */ from, /** @type {unknown} */ to) => `nn.Linear(${from}, ${to}, bias=False)`;
  /** @param {number} m */
  const branch = (m) => {
    const layers = fusion + (m === 1 ? skew : 0);
    const ends = fusion === depth ? targets : width;
    const sizes = [modalities[m].dim, ...Array(layers - 1).fill(width), ends];
    return `nn.Sequential(${sizes.slice(1).map((to, i) => layer(sizes[i], to)).join(', ')})`;
  };
  const shared = Array.from({ length: depth - fusion }, (_, i) => layer(width, i === depth - fusion - 1 ? targets : width));
  const deep = depth > 2 || skew > 0;
  const begin = deep
    ? [
      'for name, weight in net.named_parameters():',
      `    wide = ${modalities.length} ** 0.5 if name.startswith("shared") else 1`,
      `    nn.init.normal_(weight, std=${python(init)} * wide / weight.numel() ** 0.5)`,
    ]
    : ['for weight in net.parameters():', `    nn.init.normal_(weight, std=${python(init)})`];
  return [
    'import torch',
    'from torch import nn',
    '',
    '',
    'class Net(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
    '        self.branches = nn.ModuleDict({',
    ...keys.map((key, m) => `            ${key}: ${branch(m)},`),
    '        })',
    `        self.shared = nn.Sequential(${shared.join(', ')})`,
    '',
    '    def forward(self, batch):  # a dictionary of inputs, rows × columns',
    '        return self.shared(sum(self.branches[name](x) for name, x in batch.items()))',
    '',
    '',
    'net = Net()',
    ...begin,
  ].join('\n');
}

const LOSS = '0.5 * (y - net(batch)).square().sum(dim=1).mean()';

/** What goes on from the network, for every remedy: lines. @type {Record<string, (context: Context) => string[]>} */
const remedies = {
  rates(context) {
    const [first, second] = named(context);
    const { eta, etaRatio, depth, fusion } = context.values;
    return [
      'optimizer = torch.optim.SGD([',
      `    {"params": net.branches[${first}].parameters(), "lr": ${python(eta)}},`,
      `    {"params": net.branches[${second}].parameters(), "lr": ${python(eta * etaRatio)}},`,
      ...(fusion < depth ? [`    {"params": net.shared.parameters(), "lr": ${python(eta)}},`] : []),
      `], lr=${python(eta)}${rest(context.values)})`,
    ];
  },
  standard: () => [
    '# train: all training inputs, by modality; each input gets the mean square 1',
    'scale = {name: x.square().mean(dim=0).sqrt() for name, x in train.items()}',
    'scale = {name: torch.where(s > 0, s, torch.ones_like(s)) for name, s in scale.items()}',
    'batch = {name: x / scale[name] for name, x in batch.items()}',
  ],
  whiten: () => [
    '# train: all training inputs, by modality; each modality gets the second moments of the identity',
    'whiten = {}',
    'for name, x in train.items():',
    '    values, vectors = torch.linalg.eigh(x.double().T @ x.double() / len(x))',
    '    keep = values > 1e-12 * values[-1]',
    '    root = vectors[:, keep] * values[keep].rsqrt()',
    '    whiten[name] = (root @ vectors[:, keep].T).to(x.dtype)',
    'batch = {name: x @ whiten[name] for name, x in batch.items()}',
  ],
  early: (context) => ['# branches meet in the first layer: one layer reads all inputs', ...descent(context)],
  intermediate: (context) => [`# branches meet in layer ${context.values.fusion} of ${context.values.depth}`, ...descent(context)],
  momentum: descent,
  adam: ({ values: { eta, beta, beta2, epsilon } }) => [`optimizer = torch.optim.Adam(net.parameters(), lr=${python(eta)}, betas=(${python(beta)}, ${python(beta2)}), eps=${python(epsilon)})`],
  unimodal: ({ values }) => [
    `loss = ${LOSS}`,
    'for name, x in batch.items():  # every modality alone',
    `    loss = loss + ${python(values.unimodal)} * 0.5 * (y - net({name: x})).square().sum(dim=1).mean()`,
  ],
  dropout: ({ values }) => [
    '# each row of a batch loses each modality by itself; what is kept is not rescaled',
    'batch = {',
    `    name: x * (torch.rand(len(x), 1, device=x.device) >= ${python(values.dropout)})`,
    '    for name, x in batch.items()',
    '}',
    `loss = ${LOSS}`,
  ],
  decay: descent,
};

/** @param {Context} context */
function descent({ values }) {
  return [`optimizer = torch.optim.SGD(net.parameters(), lr=${python(values.eta)}${rest(values)})`];
}

/** What methods have beside a learning rate. @type {Record<string, (values: Record<string, any>) => string>} */
const further = { momentum: ({ beta }) => `, momentum=${python(beta)}` };

/** What descent has beside its learning rate. @param {Record<string, any>} values */
function rest(values) {
  return `${further[values.method]?.(values) ?? ''}${values.decay ? `, weight_decay=${python(values.decay)}` : ''}`;
}

/** Those whose network is another one. @type {Record<string, boolean>} */
const rebuilt = { early: true, intermediate: true };

/**
 * The lines that do what a remedy does.
 * @param {string} kind one of sim.AdviceKinds
 * @param {Context} context values: those of the run of the remedy
 */
export function code(kind, context) {
  const lines = remedies[kind](context).join('\n');
  return rebuilt[kind] ? `${network(context)}\n${lines}` : lines;
}
