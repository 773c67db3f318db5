package python

import (
	"fmt"
	"strings"

	"unimodal-bias-lab/sim"
)

// shortSteps are those of plain descent that stand for an epoch of gradient flow in PyTorch, which has none.
const shortSteps = 100

// PyTorch writes a program with the network, data, optimiser and remedies of a run, which has to be as for [NumPy].
// Its error is that of [sim.Scenario.Examples].
func PyTorch(r *sim.Run, about About) (string, error) {
	p, err := newRun(r, about)
	if err != nil {
		return "", err
	}
	t := &text{}
	p.head(t, "PyTorch: the same network, data, optimiser and remedies")
	if p.embedded {
		t.line("import base64")
	} else {
		t.line("# The initial weights, the data and the lab's own curves are read from %s beside it.", about.RunFile)
		t.line("import json")
		t.line("import os")
	}
	t.when(p.Dropout > 0 && !p.draws(), "from itertools import product")
	t.line("import torch")
	t.line("from torch import nn")
	t.line("")
	t.line("torch.set_default_dtype(torch.float64)")
	p.load(t)
	t.line("epochs, names, dims = %d, %s, %s", p.run.Epoch(), p.quotedNames(), p.dims())
	t.line("")
	p.module(t)
	if p.seen != nil {
		p.given(t)
	} else {
		p.examples(t)
	}
	p.generator(t)
	p.objective(t)
	p.optimiser(t)
	p.training(t)
	return t.String(), nil
}

// stack is a module of layers, without biases. Those from one on read rectified units, if there are such.
func (p *run) stack(layers []sim.Layer, from int) string {
	var words []string
	for i, l := range layers {
		if p.Activation == sim.ReLU && i >= from {
			words = append(words, fmt.Sprintf("nn.LeakyReLU(%s)", number(p.Slope)))
		}
		words = append(words, fmt.Sprintf("nn.Linear(%d, %d, bias=False)", l.Cols, l.Rows))
	}
	return "nn.Sequential(" + strings.Join(words, ", ") + ")"
}

func (p *run) module(t *text) {
	t.line("class Net(nn.Module):")
	t.line("    def __init__(self):")
	t.line("        super().__init__()")
	t.line("        self.branches = nn.ModuleList([")
	for _, branch := range p.network.Branches {
		t.line("            %s,", p.stack(branch, 1))
	}
	t.line("        ])")
	t.line("        self.shared = %s", p.stack(p.network.Shared, 0))
	t.line("")
	t.line("    def forward(self, xs):  # inputs by modality, rows x columns")
	t.line("        return self.shared(sum(branch(x) for branch, x in zip(self.branches, xs)))")
	t.line("")
	t.line("net = Net()")
	t.line("with torch.no_grad():  # the initial weights of the run")
	if p.embedded {
		t.line("    numbers = torch.frombuffer(bytearray(base64.b64decode(%s)), dtype=torch.float64)", quoted(p.weights()))
		t.line("    for weight, part in zip(net.parameters(), numbers.split([w.numel() for w in net.parameters()])):")
		t.line("        weight.copy_(part.view_as(weight))")
	} else {
		t.line(`    initial = [w for name in names for w in run["initial"]["branches"][name]] + run["initial"]["shared"]`)
		t.line("    for weight, w in zip(net.parameters(), initial):")
		t.line("        weight.copy_(torch.tensor(w, dtype=torch.float64))")
	}
	t.line("")
}

// given writes the examples that the run trains on.
func (p *run) given(t *text) {
	t.when(p.Activation == sim.ReLU && p.Fusion == 2, "# As few examples as have the sums of the data that rectified units of two branches see.")
	if p.embedded {
		t.line("X, y = torch.tensor(%s), torch.tensor(%s)[:, None]", matrix(p.seen.Inputs, p.seen.Dim), list(p.seen.Count, func(i int) string { return number(p.seen.Targets[i]) }))
	} else {
		t.line(`X, y = torch.tensor(run["examples"]["inputs"], dtype=torch.float64), torch.tensor(run["examples"]["targets"], dtype=torch.float64)[:, None]`)
	}
	t.line("xs = X.split(dims, 1)")
	t.line("")
}

// examples writes the data: as few of them as have the second moments of the run's, which are all that a linear network
// sees.
func (p *run) examples(t *text) {
	m := p.run.Moments()
	t.line("# As few examples as have the second moments of the data, which are all that a linear network sees.")
	if p.embedded {
		t.line("xx, yx, yy = torch.tensor(%s, dtype=torch.float64), torch.tensor(%s, dtype=torch.float64), %s", matrix(m.Sigma(), m.Inputs()), matrix(m.Cross(), m.Inputs()), number(m.TargetPower()))
	} else {
		t.line(`xx, yx, yy = (torch.tensor(run["moments"][key], dtype=torch.float64) for key in ("xx", "yx", "yy"))`)
	}
	t.line("explained = yx @ torch.linalg.pinv(xx, hermitian=True) @ yx.T")
	t.line("rest = (yy - explained.trace()).clamp(min=0) / len(yx) * torch.eye(len(yx))")
	t.line("values, vectors = torch.linalg.eigh(torch.cat([torch.cat([xx, yx.T], 1), torch.cat([yx, explained + rest], 1)]))")
	t.line("z = len(values) ** 0.5 * (vectors * values.clamp(min=0).sqrt()).T")
	t.line("xs, y = z[:, :len(xx)].split(dims, 1), z[:, len(xx):]")
	t.line("")
}

func (p *run) objective(t *text) {
	mask := ""
	if p.draws() {
		mask = ", mask"
	}
	t.line("def loss(xs, y):")
	t.line("    return 0.5 * (y - net(xs)).square().sum(1).mean()")
	t.line("")
	t.line("def objective(xs, y%s):  # what is descended", mask)
	switch {
	case p.draws():
		t.line("    value = loss([keep * x for keep, x in zip(mask, xs)], y)  # modality dropout; what is kept is not rescaled")
	case p.Dropout > 0:
		t.line("    p = %s  # modality dropout, the mean over all masks; what is kept is not rescaled", number(p.Dropout))
		t.line("    value = 0")
		t.line("    for mask in product([0, 1], repeat=len(xs)):")
		t.line("        chance = (1 - p) ** sum(mask) * p ** (len(mask) - sum(mask))")
		t.line("        value = value + chance * loss([keep * x for keep, x in zip(mask, xs)], y)")
	default:
		t.line("    value = loss(xs, y)")
	}
	if p.Unimodal > 0 {
		t.line("    for m in range(len(xs)):  # every modality alone")
		t.line("        value = value + %s * loss([x if n == m else 0 * x for n, x in enumerate(xs)], y)", number(p.Unimodal))
	}
	t.line("    return value")
	t.line("")
}

func (p *run) optimiser(t *text) {
	steps := 1.0
	if p.Method == sim.GradientFlow {
		steps = shortSteps
	}
	t.line("groups = [{\"params\": branch.parameters(), \"lr\": eta} for branch, eta in zip(net.branches, %s)]", p.rates())
	t.when(len(p.network.Shared) > 0, "groups.append({\"params\": net.shared.parameters(), \"lr\": %s})", number(p.Eta))
	more := ""
	if p.Decay > 0 {
		more = ", weight_decay=" + number(p.Decay)
	}
	switch p.Method {
	case sim.Momentum:
		t.line("optimizer = torch.optim.SGD(groups, lr=%s, momentum=%s%s)", number(p.Eta), number(p.Beta), more)
	case sim.Adam:
		t.line("optimizer = torch.optim.Adam(groups, lr=%s, betas=(%s, %s), eps=%s%s)", number(p.Eta), number(p.Beta), number(p.Beta2), number(p.Epsilon), more)
	case sim.RMSProp:
		t.line("optimizer = torch.optim.RMSprop(groups, lr=%s, alpha=%s, eps=%s%s)", number(p.Eta), number(p.Beta2), number(p.Epsilon), more)
	default:
		t.line("optimizer = torch.optim.SGD(groups, lr=%s%s)", number(p.Eta), more)
	}
	if steps > 1 {
		t.line("steps = %d  # short ones an epoch: gradient flow is the limit of more and more of them", shortSteps)
		t.line("for group in optimizer.param_groups:")
		t.line("    group[\"lr\"] /= steps")
	}
	t.line("")
}

func (p *run) training(t *text) {
	indent, seen, update := "", "xs, y", "epoch - 1"
	t.line("def observe():  # the loss, and how much of each modality has been learned")
	t.line("    with torch.no_grad():")
	t.line("        blocks = []")
	top := "branch[2]"
	if p.Fusion == 1 {
		top = "net.shared[1]"
	}
	switch {
	case p.Activation == sim.Linear:
		t.line("        for branch, d in zip(net.branches, dims):")
		t.line("            blocks.append(net.shared(branch(torch.eye(d))).norm().item())")
	case p.run.ByPaths():
		t.line("        for branch in net.branches:  # the sum of |w2| |w1| over the units")
		t.line("            blocks.append((%s.weight[0].abs() @ branch[0].weight.norm(dim=1)).item())", top)
	default:
		t.line("        for branch in net.branches:")
		t.line("            blocks.append((%s.weight @ branch[0].weight).norm().item())", top)
	}
	t.line("        return [loss(xs, y).item()] + blocks")
	t.line("")
	t.when(p.Method == sim.Batches && p.draws(), "updates = iter(range(epochs * len(y)))")
	t.line("curves = [observe()]")
	t.line("for epoch in range(1, epochs + 1):")
	switch p.Method {
	case sim.GradientFlow:
		t.line("    for _ in range(steps):")
		indent = "    "
	case sim.Batches:
		t.line("    order = shuffled(epoch - 1)")
		t.line("    for some in (order[start:start + %d] for start in range(0, len(y), %d)):", p.Batch, p.Batch)
		indent, seen, update = "    ", "[x[some] for x in xs], y[some]", "next(updates)"
	}
	if p.draws() {
		seen += ", kept(" + update + ")"
	}
	t.line("%s    optimizer.zero_grad()", indent)
	t.line("%s    objective(%s).backward()", indent, seen)
	if p.Modulation > 0 {
		t.line("%s    with torch.no_grad():  # who explains more than the other learns the slower for it", indent)
		t.line("%s        c = [(y * net.shared(branch(x))).sum(1).mean() for branch, x in zip(net.branches, xs)]", indent)
		t.line("%s        for branch, a, b in zip(net.branches, c, c[::-1]):", indent)
		t.line("%s            gain = 1 if a <= 0 else 0 if b <= 0 else 1 - torch.tanh(%s * (a / b - 1).clamp(min=0))", indent, number(p.Modulation))
		t.line("%s            for weight in branch.parameters():", indent)
		t.line("%s                weight.grad *= gain", indent)
	}
	t.line("%s    optimizer.step()", indent)
	t.line("    curves.append(observe())")
	t.line("curves = torch.tensor(curves)")
	if p.embedded {
		t.line("lab = torch.tensor(%s)  # epoch, loss and norms", p.checked())
		t.line("difference = (curves[lab[:, 0].long()] - lab[:, 1:]).abs() / curves.abs().amax(0)")
	} else {
		t.line(`columns = run["columns"]  # the loss before an update, and norms after it`)
		t.line(`rows = torch.tensor(columns["epoch"])`)
		t.line(`lab = torch.tensor([columns["loss"]] + [columns["%s" + name] for name in names], dtype=torch.float64).T`, p.normColumn())
		t.line("mine = torch.cat([curves[rows, :1], curves[rows + 1, 1:]], 1)")
		t.line("difference = (mine - lab).abs() / curves.abs().amax(0)")
	}
	t.line(`print(f"largest difference from the lab, as a part of the largest value: {difference.max().item():.1e}")`)
}
