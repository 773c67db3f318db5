// The yardstick for examples: a two-layer network of rectified units trained by full-batch gradient descent, as one
// would write it by hand. Every unit meets every example once an epoch; loss and gradient come from the same pass.

/**
 * @typedef {import('./network.js').Problem & {inputs?: number[], targets?: number[], slope: number}} Problem
 * inputs example by example, at most three of a group of units
 */

/**
 * Trains from the initial weights to the last epoch.
 * @param {Problem} problem
 * @returns {import('./network.js').Series}
 */
export function train({ branches, shared, inputs = [], targets = [], slope, eta, epochs }) {
  const x = Float64Array.from(inputs);
  const y = Float64Array.from(targets);
  const count = y.length;
  const dim = x.length / count;

  // Groups of units that read inputs from first to before last: one of early fusion, of late fusion one a modality.
  const early = shared.length > 0;
  const ends = branches.map((_, m) => branches.slice(0, m + 1).reduce((sum, [layer]) => sum + layer.cols, 0));
  const groups = (early ? [branches] : branches.map((branch) => [branch])).map((members, g) => {
    const units = members[0][0].rows;
    const first = early || g === 0 ? 0 : ends[g - 1];
    const last = early ? dim : ends[g];
    const wide = last - first;
    const w = new Float64Array(units * wide);
    let at = 0;
    for (const [{ cols, weights }] of members) {
      for (let i = 0; i < units; i++) for (let j = 0; j < cols; j++) w[i * wide + at + j] = weights[i * cols + j];
      at += cols;
    }
    return {
      units, first, last, wide, w,
      v: Float64Array.from(early ? shared[0].weights : members[0][1].weights),
      hidden: new Float64Array(units), dw: new Float64Array(w.length), dv: new Float64Array(units),
    };
  });
  /** @typedef {typeof groups[number]} Group */

  /**
   * What a group predicts for an example.
   * @param {Group} group
   * @param {number} row of x
   */
  function forward({ units, first, wide, w, v, hidden }, row) {
    let f = 0;
    const from = row + first;
    const x0 = x[from];
    if (wide === 1) {
      for (let i = 0; i < units; i++) {
        const z = w[i] * x0;
        f += v[i] * (hidden[i] = z > 0 ? z : slope * z);
      }
      return f;
    }
    const x1 = x[from + 1];
    if (wide === 2) {
      for (let i = 0, k = 0; i < units; i++, k += 2) {
        const z = w[k] * x0 + w[k + 1] * x1;
        f += v[i] * (hidden[i] = z > 0 ? z : slope * z);
      }
      return f;
    }
    const x2 = x[from + 2];
    for (let i = 0, k = 0; i < units; i++, k += 3) {
      const z = w[k] * x0 + w[k + 1] * x1 + w[k + 2] * x2;
      f += v[i] * (hidden[i] = z > 0 ? z : slope * z);
    }
    return f;
  }

  /**
   * Adds what an example with a residual says about the weights of a group.
   * @param {Group} group
   * @param {number} row of x
   * @param {number} r
   */
  function backward({ units, first, wide, v, hidden, dw, dv }, row, r) {
    const from = row + first;
    const x0 = x[from];
    const x1 = x[from + 1];
    const x2 = x[from + 2];
    for (let i = 0, k = 0; i < units; i++, k += wide) {
      const h = hidden[i];
      dv[i] += r * h;
      const s = h > 0 ? r * v[i] : slope * r * v[i];
      dw[k] += s * x0;
      if (wide > 1) dw[k + 1] += s * x1;
      if (wide > 2) dw[k + 2] += s * x2;
    }
  }

  /** Loss and gradient. */
  function pass() {
    let loss = 0;
    for (const { dw, dv } of groups) {
      dw.fill(0);
      dv.fill(0);
    }
    for (let p = 0, row = 0; p < count; p++, row += dim) {
      let r = y[p];
      for (const group of groups) r -= forward(group, row);
      loss += r * r;
      for (const group of groups) backward(group, row, r / count);
    }
    return loss / (2 * count);
  }

  const loss = new Float64Array(epochs + 1);
  const norms = branches.map(() => new Float64Array(epochs + 1));
  const total = new Float64Array(dim);
  for (let epoch = 0; ; epoch++) {
    loss[epoch] = pass();
    total.fill(0);
    for (const { units, first, wide, w, v } of groups) {
      for (let i = 0; i < units; i++) for (let j = 0; j < wide; j++) total[first + j] += v[i] * w[i * wide + j];
    }
    ends.forEach((end, m) => { norms[m][epoch] = Math.hypot(...total.subarray(m ? ends[m - 1] : 0, end)); });
    if (epoch === epochs) return { loss, norms };
    for (const { w, v, dw, dv } of groups) {
      for (let k = 0; k < w.length; k++) w[k] += eta * dw[k];
      for (let i = 0; i < v.length; i++) v[i] += eta * dv[i];
    }
  }
}
