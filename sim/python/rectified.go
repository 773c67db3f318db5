package python

// rectified writes a network of rectified units in NumPy, with its gradient: late fusion has units for every modality,
// early fusion units that read all of them.
func (p *run) rectified(t *text) {
	t.line("def look():  # the loss, and which way every weight goes to lower it")
	t.line("    down, residual = {}, y.copy()")
	t.line("    hidden = [sum(xs[m] @ branches[m][0].T for m in group) for group in groups]  # example x unit")
	t.line("    for group, z in zip(groups, hidden):")
	t.line("        residual -= np.maximum(z, slope * z) @ tops[group[0]][0]")
	t.line("    for group, z in zip(groups, hidden):")
	t.line("        top, each = tops[group[0]], residual / len(y)")
	t.line("        down[id(top)] = each[None] @ np.maximum(z, slope * z)")
	t.line("        back = np.where(z > 0, 1, slope) * each[:, None] * top")
	t.line("        for m in group:")
	t.line("            down[id(branches[m][0])] = back.T @ xs[m]")
	t.line("    return residual @ residual / len(y) / 2, [down[id(layer)] for layer in layers]")
	t.line("")
	if p.run.ByPaths() {
		t.line("def norms():  # how much of each modality the network uses: the sum of |w2| |w1| over its units")
		t.line("    return [np.abs(top[0]) @ np.linalg.norm(branch[0], axis=1) for top, branch in zip(tops, branches)]")
	} else {
		t.line("def norms():  # how much of each modality has been learned")
		t.line("    return [np.linalg.norm(top @ branch[0]) for top, branch in zip(tops, branches)]")
	}
	t.line("")
}

// rectifiedDescent writes their training.
func (p *run) rectifiedDescent(t *text) {
	groups, tops := "[[m] for m in range(len(dims))]", "[branch[1] for branch in branches]"
	if p.Fusion == 1 {
		groups, tops = "[range(len(dims))]", "shared * len(dims)"
	}
	t.line("slope, groups, tops = %s, %s, %s  # of units below zero; what units read; what reads them", number(p.Slope), groups, tops)
	t.line("xs = np.split(X, np.cumsum(dims)[:-1], 1)")
	t.line("loss, down = look()")
	t.line("curves = [[loss] + norms()]")
	t.line("for epoch in range(1, epochs + 1):")
	p.update(t, "    ", "down")
	t.line("    loss, down = look()")
	t.line("    curves.append([loss] + norms())")
}
