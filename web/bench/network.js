// The yardstick: a deep linear network trained on the moments of its data by full-batch gradient descent, for one
// target, as one would write it by hand. No sample is seen, every weight is updated, and every epoch is written down.

/**
 * @typedef {{rows: number, cols: number, weights: number[]}} LayerData weights row-major
 * @typedef {{sigma: number[], yx: number[], optimum: number[], optimumLoss: number, branches: LayerData[][],
 *   shared: LayerData[], eta: number, epochs: number, method: string, beta: number, beta2: number,
 *   epsilon: number}} Problem
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
    this.v = new Float64Array(0); // of momentum and Adam: what goes on of the gradients before
    this.s = new Float64Array(0); // of Adam: of their squares
  }

  /** @param {string} method */
  remember(method) {
    if (method === 'momentum' || method === 'adam') this.v = new Float64Array(this.w.length);
    if (method === 'adam') this.s = new Float64Array(this.w.length);
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
 * The step of a layer by its method: adds W · below to out, then moves W along its gradient aboveᵀ below.
 * @param {Problem} problem
 * @returns {(layer: Layer, out: Float64Array, epoch: number) => void}
 */
function stepper({ method, eta, beta, beta2, epsilon }) {
  if (method === 'momentum') {
    return ({ w, v, above, below, rows, cols }, out) => {
      for (let i = 0, k = 0; i < rows; i++) {
        let s = 0;
        for (let j = 0; j < cols; j++, k++) {
          s += w[k] * below[j];
          v[k] = beta * v[k] + above[i] * below[j];
          w[k] += eta * v[k];
        }
        out[i] += s;
      }
    };
  }
  if (method === 'adam') {
    return ({ w, v, s: squares, above, below, rows, cols }, out, epoch) => {
      const size = eta / (1 - beta ** epoch);
      const root = 1 / Math.sqrt(1 - beta2 ** epoch);
      for (let i = 0, k = 0; i < rows; i++) {
        let s = 0;
        for (let j = 0; j < cols; j++, k++) {
          const g = above[i] * below[j];
          s += w[k] * below[j];
          v[k] = beta * v[k] + (1 - beta) * g;
          squares[k] = beta2 * squares[k] + (1 - beta2) * g * g;
          w[k] += (size * v[k]) / (Math.sqrt(squares[k]) * root + epsilon);
        }
        out[i] += s;
      }
    };
  }
  return (layer, out) => layer.update(out, eta);
}

/**
 * Trains from the initial weights to the last epoch.
 * @param {Problem} problem
 * @returns {Series}
 */
export function train(problem) {
  const { epochs, optimumLoss } = problem;
  const step = stepper(problem);
  const sigma = Float64Array.from(problem.sigma);
  const yx = Float64Array.from(problem.yx);
  const optimum = Float64Array.from(problem.optimum);
  const branches = problem.branches.map((branch) => branch.map((data) => new Layer(data)));
  const shared = problem.shared.map((data) => new Layer(data));
  for (const layer of [...branches.flat(), ...shared]) layer.remember(problem.method);
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

  /** The products from the inputs up to the top, and the step of every layer. @param {number} epoch */
  function update(epoch) {
    fusion.fill(0);
    let offset = 0;
    for (const branch of branches) {
      branch[0].below.set(residual.subarray(offset, offset + branch[0].cols));
      offset += branch[0].cols;
      for (let l = 0; l < branch.length; l++) {
        const out = l + 1 < branch.length ? branch[l + 1].below : fusion;
        if (out !== fusion) out.fill(0);
        step(branch[l], out, epoch);
      }
    }
    for (let l = 0; l < shared.length; l++) {
      const out = l + 1 < shared.length ? shared[l + 1].below : output;
      out.fill(0);
      step(shared[l], out, epoch);
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
    update(epoch);
    backward();
    record(epoch);
  }
  return { loss, norms };
}
