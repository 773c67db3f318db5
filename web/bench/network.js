// The yardstick: a deep linear network trained on the moments of its data by full-batch gradient descent, for one
// target, as one would write it by hand. No sample is seen, every weight is updated, and every epoch is written down.

/**
 * @typedef {{rows: number, cols: number, weights: number[]}} LayerData weights row-major
 * @typedef {{sigma: number[], yx: number[], optimum: number[], optimumLoss: number, branches: LayerData[][],
 *   shared: LayerData[], eta: number, epochs: number}} Problem
 * @typedef {{loss: Float64Array, norms: Float64Array[]}} Series one entry per epoch, the initial state first
 */

class Layer {
  /** @param {LayerData} data */
  constructor({ rows, cols, weights }) {
    this.rows = rows;
    this.cols = cols;
    this.w = Float64Array.from(weights);
    this.above = new Float64Array(rows); // the product of the layers above: from this layer's output to the prediction
    this.below = new Float64Array(cols); // the product of the layers below, applied to the residual
  }

  /** Writes above · W, what the layer below has above it. @param {Float64Array} out */
  backward(out) {
    const { w, above, rows, cols } = this;
    out.fill(0);
    if (cols === 1) {
      let s = 0;
      for (let i = 0; i < rows; i++) s += above[i] * w[i];
      out[0] = s;
      return;
    }
    for (let i = 0; i < rows; i++) {
      const a = above[i];
      const start = i * cols;
      for (let j = 0; j < cols; j++) out[j] += a * w[start + j];
    }
  }

  /**
   * Adds W · below to out, then takes the step W += eta · aboveᵀ below.
   * @param {Float64Array} out
   * @param {number} eta
   */
  update(out, eta) {
    const { w, above, below, rows, cols } = this;
    if (cols === 1) {
      const x = below[0];
      for (let i = 0; i < rows; i++) {
        out[i] += w[i] * x;
        w[i] += eta * above[i] * x;
      }
      return;
    }
    for (let i = 0; i < rows; i++) {
      const a = eta * above[i];
      const start = i * cols;
      let s = 0;
      for (let j = 0; j < cols; j++) {
        const v = w[start + j];
        const x = below[j];
        s += v * x;
        w[start + j] = v + a * x;
      }
      out[i] += s;
    }
  }
}

/**
 * Trains from the initial weights to the last epoch.
 * @param {Problem} problem
 * @returns {Series}
 */
export function train(problem) {
  const { eta, epochs, optimumLoss } = problem;
  const sigma = Float64Array.from(problem.sigma);
  const yx = Float64Array.from(problem.yx);
  const optimum = Float64Array.from(problem.optimum);
  const branches = problem.branches.map((branch) => branch.map((data) => new Layer(data)));
  const shared = problem.shared.map((data) => new Layer(data));
  const inputs = yx.length;

  const totals = branches.map(([first]) => new Float64Array(first.cols)); // W_m^tot
  const total = new Float64Array(inputs);
  const residual = new Float64Array(inputs);
  const output = new Float64Array(1);
  const fusion = shared.length ? shared[0].below : output;

  // Nothing is above the last layer, and the same above the fusion layer of every branch.
  if (shared.length) shared[shared.length - 1].above[0] = 1;
  const aboveFusion = shared.length ? new Float64Array(shared[0].cols) : Float64Array.of(1);
  for (const branch of branches) branch[branch.length - 1].above = aboveFusion;

  const loss = new Float64Array(epochs + 1);
  const norms = branches.map(() => new Float64Array(epochs + 1));

  /** The products from the top down to the inputs. */
  function backward() {
    if (shared.length) {
      for (let l = shared.length - 1; l > 0; l--) shared[l].backward(shared[l - 1].above);
      shared[0].backward(aboveFusion);
    }
    let offset = 0;
    for (let m = 0; m < branches.length; m++) {
      const branch = branches[m];
      for (let l = branch.length - 1; l > 0; l--) branch[l].backward(branch[l - 1].above);
      branch[0].backward(totals[m]);
      total.set(totals[m], offset);
      offset += totals[m].length;
    }
  }

  /** E = Σ_yx − W^tot Σ. */
  function correlate() {
    for (let i = 0; i < inputs; i++) {
      let s = yx[i];
      const start = i * inputs;
      for (let j = 0; j < inputs; j++) s -= sigma[start + j] * total[j];
      residual[i] = s;
    }
  }

  /** The products from the inputs up to the top, and the step of every layer. */
  function update() {
    fusion.fill(0);
    let offset = 0;
    for (const branch of branches) {
      branch[0].below.set(residual.subarray(offset, offset + branch[0].cols));
      offset += branch[0].cols;
      for (let l = 0; l < branch.length; l++) {
        const out = l + 1 < branch.length ? branch[l + 1].below : fusion;
        if (out !== fusion) out.fill(0);
        branch[l].update(out, eta);
      }
    }
    for (let l = 0; l < shared.length; l++) {
      const out = l + 1 < shared.length ? shared[l + 1].below : output;
      out.fill(0);
      shared[l].update(out, eta);
    }
  }

  /** @param {number} epoch */
  function record(epoch) {
    let s = 0;
    for (let i = 0; i < inputs; i++) {
      const start = i * inputs;
      let row = 0;
      for (let j = 0; j < inputs; j++) row += sigma[start + j] * (total[j] - optimum[j]);
      s += row * (total[i] - optimum[i]);
    }
    loss[epoch] = optimumLoss + s / 2;
    for (let m = 0; m < totals.length; m++) {
      let square = 0;
      for (const v of totals[m]) square += v * v;
      norms[m][epoch] = Math.sqrt(square);
    }
  }

  backward();
  record(0);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    correlate();
    update();
    backward();
    record(epoch);
  }
  return { loss, norms };
}
