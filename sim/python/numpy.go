package python

import (
	"fmt"
	"math"

	"unimodal-bias-lab/sim"
)

// substeps are those that a program takes in an epoch of gradient flow: as many as keep it within [Within] of the lab,
// by the largest rate there can be, that of all inputs together beside a solution.
func (p *run) substeps() int {
	m := p.run.Moments()
	rate, d := 0.0, m.Inputs()
	for i, v := range m.Sigma() {
		if i/d == i%d {
			rate += v
		}
	}
	w, _ := m.Optimum()
	norm := 0.0
	for _, v := range w {
		norm = math.Hypot(norm, v)
	}
	rate *= p.Eta * math.Max(norm, 1) * math.Max(p.EtaRatio, 1) * float64(p.Depth-1)
	return int(math.Min(math.Max(math.Ceil(20*rate), 4), 1000))
}

// NumPy writes a program that trains the network of a run again, which has to be trained to its end and to be of every
// weight ([sim.Run.Full]), and compares. Its error is that of [sim.Scenario.Examples].
func NumPy(r *sim.Run, about About) (string, error) {
	p, err := newRun(r, about)
	if err != nil {
		return "", err
	}
	t := &text{}
	p.head(t, "NumPy")
	switch {
	case p.seen == nil:
		t.line("# A linear network sees nothing of its data but their second moments, so these are all there is here.")
	case p.Method != sim.Batches && p.Fusion == 2:
		t.line("# Its rectified units see no more of their data than of the few examples here, which have the same sums.")
	}
	if p.embedded {
		t.line("# It trains, and compares itself with the lab. With the name of a file it writes its curves there, too.")
		t.line("import base64, sys")
	} else {
		t.line("# It reads %s beside it, trains, and compares itself with the curves there. With the name of a file it writes its own.", about.RunFile)
		t.line("import json, os, sys")
	}
	t.when(p.Activation == sim.Linear, "from functools import reduce")
	t.line("import numpy as np")
	t.line("")
	p.load(t)
	t.line("epochs, names, dims = %d, %s, %s", p.run.Epoch(), p.quotedNames(), p.dims())
	t.line("eta, eta_shared = %s, %s  # of each branch, and above", p.rates(), number(p.Eta))
	p.data(t)
	t.line("")
	p.generator(t)
	if p.Activation == sim.Linear {
		p.architecture(t)
	} else {
		p.rectified(t)
	}
	p.initial(t)
	if p.Activation == sim.Linear {
		p.descent(t)
	} else {
		p.rectifiedDescent(t)
	}
	p.comparison(t)
	return t.String(), nil
}

// data writes what the run is trained on.
func (p *run) data(t *text) {
	m, x := p.run.Moments(), p.seen
	switch {
	case x != nil && p.embedded:
		t.line("X, y = np.array(%s), np.array(%s)", matrix(x.Inputs, x.Dim), numbers(x.Targets))
	case x != nil:
		t.line(`X, y = (np.array(run["examples"][key]) for key in ("inputs", "targets"))`)
	case p.embedded:
		t.line("xx, yx, yy = np.array(%s), np.array(%s), %s  # E[x x'], E[y x'], E[y'y]", matrix(m.Sigma(), m.Inputs()), matrix(m.Cross(), m.Inputs()), number(m.TargetPower()))
	default:
		t.line(`xx, yx, yy = (np.array(run["moments"][key]) for key in ("xx", "yx", "yy"))  # E[x x'], E[y x'], E[y'y]`)
	}
	if p.Activation != sim.Linear {
		return
	}
	t.when(x != nil, "xx, yx, yy = X.T @ X / len(y), y[None] @ X / len(y), y @ y / len(y)")
	if p.remedied() {
		t.line("p, unimodal = %s, %s  # modality dropout, and the weight of the losses of one modality alone", number(p.Dropout), number(p.Unimodal))
		t.line("owner = np.repeat(range(len(dims)), dims)  # the modality of every input")
		t.line("same = owner[:, None] == owner")
	}
}

// descended are moments of what an update descends, given those of the examples it sees.
func (p *run) descended(xx, yx, update string) string {
	switch {
	case p.draws():
		return fmt.Sprintf("masked(%s, %s, np.repeat(kept(%s), dims))", xx, yx, update)
	case p.remedied():
		return fmt.Sprintf("%s * ((1 - p) ** 2 + ((1 - p) * p + unimodal) * same), %s * (1 - p + unimodal)", xx, yx)
	}
	return xx + ", " + yx
}

// architecture writes the network and its gradient.
func (p *run) architecture(t *text) {
	if p.draws() {
		t.line("def masked(xx, yx, kept):  # what it descends of such moments")
		t.line("    return xx * (np.outer(kept, kept) + unimodal * same), yx * (kept + unimodal)")
		t.line("")
	}
	t.line("def product(layers, inputs):  # of layers from the lowest up")
	t.line("    return reduce(lambda w, layer: layer @ w, layers, np.eye(inputs))")
	t.line("")
	t.line("def total():  # the map from all inputs to the output")
	t.line("    return np.hstack([product(branch + shared, d) for branch, d in zip(branches, dims)])")
	t.line("")
	t.line("def gradient():  # which way every weight goes to lower the loss, layer by layer")
	t.line("    w, down = total(), {id(layer): np.zeros_like(layer) for layer in layers}")
	t.line("    residual = YX - w @ XX")
	if p.Modulation > 0 {
		t.line("    # who explains more than the other learns the slower for it")
		t.line("    c = [(yx * w)[:, s:s + d].sum() for s, d in zip(np.cumsum([0] + dims), dims)]")
		t.line("    gain = [1 if a <= 0 else 0 if b <= 0 else 1 - np.tanh(%s * max(a / b - 1, 0)) for a, b in (c, c[::-1])]", number(p.Modulation))
	}
	gain := ""
	if p.Modulation > 0 {
		gain = "(gain[m] if l < len(branch) else 1) * "
	}
	t.line("    for m, (branch, d, end) in enumerate(zip(branches, dims, np.cumsum(dims))):")
	t.line("        path, e = branch + shared, residual[:, end - d:end]")
	t.line("        for l in reversed(range(len(path))):  # from the top, where e is")
	t.line("            down[id(path[l])] += %se @ product(path[:l], d).T", gain)
	t.line("            e = path[l].T @ e")
	if p.Decay > 0 {
		t.line("    return [down[id(layer)] - %s * layer for layer in layers]  # weight decay", number(p.Decay))
	} else {
		t.line("    return [down[id(layer)] for layer in layers]")
	}
	t.line("")
	t.line("def observe():  # the loss, and how much of each modality has been learned")
	t.line("    w = total()")
	t.line("    loss = (yy - 2 * (w * yx).sum() + (w @ xx * w).sum()) / 2")
	t.line("    return [loss] + [np.linalg.norm(w[:, end - d:end]) for d, end in zip(dims, np.cumsum(dims))]")
	t.line("")
}

// initial writes the weights.
func (p *run) initial(t *text) {
	if p.embedded {
		t.line("numbers = iter(np.frombuffer(base64.b64decode(%s), \"<f8\"))", quoted(p.weights()))
		t.line("initial = lambda shape: np.fromiter(numbers, float, shape[0] * shape[1]).reshape(shape)")
		t.line("branches = [[initial(shape) for shape in branch] for branch in %s]", list(len(p.network.Branches), func(m int) string { return shapes(p.network.Branches[m]) }))
		t.line("shared = [initial(shape) for shape in %s]", shapes(p.network.Shared))
	} else {
		t.line(`branches = [[np.array(w, float) for w in run["initial"]["branches"][name]] for name in names]`)
		t.line(`shared = [np.array(w, float) for w in run["initial"]["shared"]]`)
	}
	t.line("layers = [w for branch in branches for w in branch] + shared")
	t.line("rates = [e for branch, e in zip(branches, eta) for _ in branch] + [eta_shared] * len(shared)")
	p.state(t)
}

// descent writes the training of linear units.
func (p *run) descent(t *text) {
	batches := p.Method == sim.Batches
	t.when(!p.draws() && !batches, "XX, YX = %s  # moments of what it descends", p.descended("xx", "yx", ""))
	t.when(batches && p.draws(), "updates = iter(range(epochs * len(y)))")
	t.line("curves = [observe()]")
	t.line("for epoch in range(1, epochs + 1):")
	indent := "    "
	if batches {
		t.line("    order = shuffled(epoch - 1)")
		t.line("    for some in (order[start:start + %d] for start in range(0, len(y), %d)):", p.Batch, p.Batch)
		indent += indent
		t.line("        XX, YX = X[some].T @ X[some] / len(some), y[None, some] @ X[some] / len(some)")
		t.when(p.remedied(), "        XX, YX = %s", p.descended("XX", "YX", "next(updates)"))
	} else {
		t.when(p.draws(), "    XX, YX = %s", p.descended("xx", "yx", "epoch - 1"))
	}
	p.update(t, indent, "gradient()")
	t.line("    curves.append(observe())")
}

// comparison writes the end of a program.
func (p *run) comparison(t *text) {
	t.line("curves = np.column_stack([range(epochs + 1), curves])")
	t.line("if len(sys.argv) > 1:")
	t.line(`    np.savetxt(sys.argv[1], curves, "%%.17g", ",", header=",".join(["epoch", "loss"] + ["norm" + chr(65 + m) for m in range(len(dims))]), comments="")`)
	if p.embedded {
		t.line("lab = np.array(%s)", p.checked())
		t.line("mine = curves[lab[:, 0].astype(int)]")
	} else {
		t.line(`columns = run["columns"]  # the loss before an update, and norms after it`)
		t.line(`lab = np.column_stack([columns["epoch"], columns["loss"]] + [columns["%s" + name] for name in names])`, p.normColumn())
		t.line("rows = lab[:, 0].astype(int)")
		t.line("mine = np.column_stack([curves[rows, :2], curves[rows + 1, 2:]])")
	}
	t.line("difference = np.max(np.abs(mine - lab)[:, 1:] / np.abs(curves).max(axis=0)[1:])")
	t.line(`print(f"largest difference from the lab, as a part of the largest value: {difference:.1e}")`)
	t.line("sys.exit(0 if difference <= %s else 1)", number(Within(p.run)))
}

// state writes what the method remembers.
func (p *run) state(t *text) {
	t.when(p.Method == sim.Momentum || p.Method == sim.Adam, "first = [np.zeros_like(w) for w in layers]")
	t.when(p.Method == sim.RMSProp || p.Method == sim.Adam, "second = [np.zeros_like(w) for w in layers]")
}

// update writes one of the weights.
func (p *run) update(t *text, indent, gradient string) {
	beta, beta2, epsilon := number(p.Beta), number(p.Beta2), number(p.Epsilon)
	if p.Method == sim.GradientFlow {
		t.line("    for _ in range(%d):  # gradient flow, by the classical method of Runge and Kutta", p.substeps())
		t.line("        start, h, slope, slopes = [w.copy() for w in layers], 1 / %d, gradient(), [0] * len(layers)", p.substeps())
		t.line("        for ahead, part in ((0.5, 1), (0.5, 2), (1, 2), (None, 1)):")
		t.line("            slopes = [s + part * g for s, g in zip(slopes, slope)]")
		t.line("            for w, s, rate, g, whole in zip(layers, start, rates, slope, slopes):")
		t.line("                w[...] = s + rate * h * (ahead * g if ahead else whole / 6)")
		t.line("            slope = gradient()")
		return
	}
	t.line("%sfor i, (w, rate, g) in enumerate(zip(layers, rates, %s)):", indent, gradient)
	indent += "    "
	switch p.Method {
	case sim.Momentum:
		t.line("%sfirst[i] = %s * first[i] + g", indent, beta)
		t.line("%sw += rate * first[i]", indent)
	case sim.Adam:
		t.line("%sfirst[i] = %s * first[i] + (1 - %s) * g", indent, beta, beta)
		t.line("%ssecond[i] = %s * second[i] + (1 - %s) * g * g", indent, beta2, beta2)
		t.line("%sw += rate * first[i] / (1 - %s ** epoch) / (np.sqrt(second[i] / (1 - %s ** epoch)) + %s)", indent, beta, beta2, epsilon)
	case sim.RMSProp:
		t.line("%ssecond[i] = %s * second[i] + (1 - %s) * g * g", indent, beta2, beta2)
		t.line("%sw += rate * g / (np.sqrt(second[i]) + %s)", indent, epsilon)
	default:
		t.line("%sw += rate * g", indent)
	}
}
