"""Independent NumPy reference of the optimisers and remedies of the lab.

Trains small multimodal deep linear networks (sim/doc.go has the model) and writes
reference.json beside this file: for each setting all that the run depends on, and the
three columns it must show. README.md has the definitions. The program shares no code
and no closed form with the lab: dropout is an expectation over all masks, and gradients
go back through the layers one matrix at a time.

    python3 reference.py      # NumPy only, a few seconds

No test runs it: tests read the JSON. Run it to add a setting, and see in git diff that
the others keep their numbers. It stops where a gradient disagrees with finite
differences, or where a run amplifies rounding so much that no other program could
reproduce its columns.
"""

import itertools
import json
import pathlib

import numpy as np

FINITE_DIFFERENCE = 1e-8  # largest error of a derivative, relative to the largest one
ROUNDING, ROBUST = 1e-13, 1e-11  # weights off by this factor move no column further


class Model:
    """A network and the moments of its data. Weights are lists of matrices: branch A
    from the input, its block of the fusion layer last, branch B, then shared layers."""

    def __init__(self, s):
        self.s, depth, fusion, inputs = s, s["depth"], s["fusion"], s["inputs"]
        d = sum(inputs)
        self.sigma, self.yx, self.yy = np.reshape(s["sigma"], (d, d)), np.array([s["yx"]]), s["yy"]
        self.modality = np.repeat(range(len(inputs)), inputs)  # of every input
        rows = [s["width"]] * (depth - 1) + [1]
        self.shapes, self.owner, self.paths = [], [], []  # owner None: a shared layer
        for m, d_m in enumerate(inputs):
            self.paths.append([len(self.shapes) + l for l in range(fusion)])
            self.shapes += list(zip(rows[:fusion], [d_m] + rows))
            self.owner += [m] * fusion
        shared = [len(self.shapes) + l for l in range(depth - fusion)]
        self.paths = [path + shared for path in self.paths]  # the layers x_m passes
        self.shapes += list(zip(rows[fusion:], rows[fusion - 1 :]))
        self.owner += [None] * len(shared)
        self.sizes = [r * c for r, c in self.shapes]

    def layers(self, flat):
        """Cuts one vector of weights into row-major matrices."""
        parts = np.split(np.array(flat), np.cumsum(self.sizes)[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, self.shapes)]

    def products(self, weights, m):
        """I, W¹, W²W¹, …, W_m^tot along the path of modality m."""
        products = [np.eye(self.s["inputs"][m])]
        for l in self.paths[m]:
            products.append(weights[l] @ products[-1])
        return products

    def total(self, weights):
        """W^tot over all inputs, a row."""
        return np.hstack([self.products(weights, m)[-1] for m in range(len(self.paths))])

    def loss(self, w):
        """½ E(y − w x)²."""
        return 0.5 * (self.yy - 2 * self.yx @ w.T + w @ self.sigma @ w.T).item()

    def terms(self):
        """The losses that make up the objective: how much each counts, inputs it sees."""
        p, count = self.s["dropout"], len(self.paths)
        for kept in itertools.product([0, 1], repeat=count):
            yield np.prod([1 - p if k else p for k in kept]), np.array(kept)[self.modality]
        for m in range(count):
            yield self.s["unimodal"], self.modality == m

    def objective(self, weights):
        """J."""
        w = self.total(weights)
        return sum(c * self.loss(mask * w) for c, mask in self.terms())

    def slopes(self, weights):
        """∂J/∂W of every layer, by the chain rule."""
        w = self.total(weights)
        top = sum(c * mask * ((mask * w) @ self.sigma - self.yx) for c, mask in self.terms())
        slopes = [np.zeros(shape) for shape in self.shapes]
        for m, path in enumerate(self.paths):
            slope = top[:, self.modality == m]
            for l, below in zip(reversed(path), reversed(self.products(weights, m)[:-1])):
                slopes[l] += slope @ below.T
                slope = weights[l].T @ slope
        return slopes

    def modulation(self, weights):
        """k_A, k_B: the branch that explains more is held back."""
        alpha, explained = self.s["modulation"], (self.yx * self.total(weights))[0]
        if alpha == 0:
            return [1] * len(self.paths)
        c = np.bincount(self.modality, explained)
        k = []
        for own, other in [(c[0], c[1]), (c[1], c[0])]:
            if own <= 0:
                k.append(1)
            elif other <= 0:
                k.append(0)  # 1 − tanh ∞
            else:
                k.append(1 - np.tanh(alpha * max(own / other - 1, 0)))
        return k

    def negative_gradient(self, weights):
        """g of every layer."""
        k = self.modulation(weights)
        factors = [1 if m is None else k[m] for m in self.owner]
        slopes, decay = self.slopes(weights), self.s["decay"]
        return [-f * d - decay * w for f, d, w in zip(factors, slopes, weights)]


def directions(s, shape):
    """What the update of one layer adds per unit of learning rate: send g, get it."""
    beta, beta2, epsilon = s["beta"], s["beta2"], s["epsilon"]
    mean, square, step = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for t in itertools.count(1):
        g = yield step
        if s["method"] == "gd":
            step = g
        elif s["method"] == "momentum":
            step = mean = beta * mean + g
        elif s["method"] == "adam":
            mean = beta * mean + (1 - beta) * g
            square = beta2 * square + (1 - beta2) * g**2
            step = mean / (1 - beta**t) / (np.sqrt(square / (1 - beta2**t)) + epsilon)
        elif s["method"] == "rmsprop":
            square = beta2 * square + (1 - beta2) * g**2
            step = g / (np.sqrt(square) + epsilon)
        else:
            raise ValueError(s["method"])


def train(s, flat):
    """The columns of a run: row e is the state after e updates."""
    model = Model(s)
    weights = model.layers(flat)
    rates = [s["eta"] * (s["etaRatio"] if m == 1 else 1) for m in model.owner]
    updates = [directions(s, shape) for shape in model.shapes]
    for update in updates:
        next(update)
    rows = []
    for _ in range(s["epochs"] + 1):
        w = model.total(weights)
        norms = [np.linalg.norm(w[:, model.modality == m]) for m in range(2)]
        rows.append([model.loss(w), *norms])
        g = model.negative_gradient(weights)  # of all layers, before any changes
        weights = [w + eta * u.send(d) for w, eta, u, d in zip(weights, rates, updates, g)]
    return dict(zip(["loss", "normA", "normB"], np.transpose(rows).tolist()))


def check_gradient(s):
    """Compares g with central differences of −J − ½ λ₂ ‖W‖², at large random weights."""
    model = Model(dict(s, modulation=0))  # modulated, g is the gradient of nothing
    flat = np.random.default_rng(1).normal(0, 0.5, len(s["weights"]))
    down = lambda w: -model.objective(model.layers(w)) - s["decay"] / 2 * w @ w
    numeric = [(down(flat + h) - down(flat - h)) / 2e-5 for h in 1e-5 * np.eye(len(flat))]
    g = np.concatenate([d.ravel() for d in model.negative_gradient(model.layers(flat))])
    worst = np.abs(g - numeric).max() / np.abs(g).max()
    assert worst < FINITE_DIFFERENCE, (s["name"], worst)


def check_robust(s):
    """Compares the columns with those from weights a few hundred roundings away."""
    signs = np.random.default_rng(2).choice([-1, 1], len(s["weights"]))
    other = train(s, s["weights"] * (1 + ROUNDING * signs))
    worst = max(np.abs(np.subtract(other[c], s["columns"][c])).max() for c in other)
    assert worst < ROBUST, (s["name"], worst)


def scalar(kappa, rho):
    """Moments of x_A, x_B of standard deviations κ, 1 and correlation ρ, y = x_A + x_B."""
    a, ab, b = kappa**2, kappa * rho, 1
    return dict(inputs=[1, 1], sigma=[a, ab, ab, b], yx=[a + ab, ab + b], yy=a + 2 * ab + b)


def vectors(d_a, d_b, seed):
    """Moments of correlated inputs and a noisy linear target, to three decimals."""
    random, d = np.random.default_rng(seed), d_a + d_b
    mix = random.normal(size=(d, d)) / np.sqrt(d) + np.diag([1.5] * d_a + [0.9] * d_b)
    sigma = np.round(mix @ mix.T, 3)
    yx = np.round(random.normal(size=d) @ sigma / 2, 3)
    yy = np.round(yx @ np.linalg.solve(sigma, yx) + 0.1, 3)
    return dict(inputs=[d_a, d_b], sigma=sigma.ravel().tolist(), yx=yx.tolist(), yy=float(yy))


OFF = dict(beta=0, beta2=0, epsilon=0, etaRatio=1, unimodal=0, dropout=0, decay=0, modulation=0)
ADAM = dict(beta=0.9, beta2=0.999, epsilon=1e-8)  # PyTorch's
RMSPROP = dict(beta2=0.99, epsilon=1e-8)  # PyTorch's; it calls beta2 alpha


def setting(name, depth, fusion, width, data, scale, seed, method, eta, epochs, **more):
    """A setting with Gaussian initial weights of standard deviation scale."""
    name = f"L{depth}_Lf{fusion}_{method}_{name}"
    s = dict(name=name, depth=depth, fusion=fusion, width=width, **data)
    weights = np.random.default_rng(seed).normal(0, scale, sum(Model(s).sizes))
    s |= dict(weights=np.round(weights, 6).tolist(), method=method, eta=eta, epochs=epochs)
    assert more.keys() <= OFF.keys()
    return s | OFF | more


# name, L, L_f, N, moments, init scale, seed, method, rate, epochs
SETTINGS = [
    setting("rates", 2, 2, 8, scalar(2, 0.2), 0.02, 11, "gd", 0.01, 300, etaRatio=4),
    setting("unimodal", 2, 2, 6, scalar(2, -0.3), 0.02, 12, "gd", 0.04, 300, unimodal=0.7),
    setting("dropout_unimodal", 2, 2, 8, vectors(3, 2, 6), 0.03, 13, "gd", 0.04, 400,
            dropout=0.4, unimodal=0.2),
    setting("decay", 2, 2, 8, scalar(2, -0.45), 0.05, 14, "gd", 0.04, 600, decay=0.3),
    setting("rates_decay", 2, 2, 6, vectors(2, 2, 2), 0.02, 15, "momentum", 0.01, 300,
            beta=0.9, etaRatio=2.5, decay=0.05),
    setting("rates", 2, 2, 8, scalar(2, 0.4), 0.02, 16, "adam", 0.002, 400, **ADAM, etaRatio=2),
    setting("plain", 3, 2, 6, scalar(2, -0.3), 0.05, 17, "rmsprop", 0.0008, 500, **RMSPROP),
    setting("modulation", 2, 2, 8, scalar(1.5, 0.3), 0.03, 18, "momentum", 0.01, 400,
            beta=0.9, modulation=0.8),
    setting("rates_dropout", 2, 1, 8, scalar(1.5, 0.5), 0.02, 19, "gd", 0.03, 400,
            etaRatio=3, dropout=0.3),
    setting("decay_dropout", 4, 2, 4, vectors(2, 1, 3), 0.1, 20, "adam", 0.005, 500,
            beta=0.8, beta2=0.99, epsilon=1e-5, decay=0.003, dropout=0.2),
    setting("all", 3, 2, 6, vectors(2, 3, 4), 0.1, 21, "gd", 0.05, 400, etaRatio=2,
            unimodal=0.3, dropout=0.2, decay=0.01, modulation=0.2),
    setting("modulation_unimodal", 3, 3, 5, scalar(1.3, -0.2), 0.1, 24, "adam", 0.003, 400,
            **ADAM, modulation=0.5, unimodal=0.4),
    setting("all", 3, 2, 5, vectors(1, 2, 5), 0.1, 23, "rmsprop", 0.002, 400, beta2=0.9,
            epsilon=0.01, etaRatio=0.5, unimodal=0.2, dropout=0.3, decay=0.01, modulation=0.3),
]


def main():
    texts = []
    for s in SETTINGS:
        s["columns"] = train(s, s["weights"])
        check_gradient(s)
        check_robust(s)
        ends = [f"{name} {column[-1]:.6f}" for name, column in s["columns"].items()]
        print(f"{s['name']:32}", *ends)
        texts.append(",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in s.items()))
    text = '{"settings": [\n{' + "},\n{".join(texts) + "}\n]}\n"
    pathlib.Path(__file__).with_name("reference.json").write_text(text)


if __name__ == "__main__":
    main()
