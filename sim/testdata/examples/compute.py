"""Independent NumPy answers for the three data sets that come with the lab.

    python3 compute.py      # NumPy only; writes answers.json beside this file

Reads web/data and shares no code with the lab. For each data set and each scaling of its inputs:

    rows, dropped      rows used, and rows left out because a value is missing
    alone, together    variance of the targets that a modality explains alone, and all of them do
    norms              Frobenius norms of the least-squares weights of each modality
    strengths          first singular value of the cross-covariance of the targets with each modality
    first, better      the largest of these, and of alone
    plateau            norm of the weights of the first modality while it is the only one
    times              of two-layer networks, late fusion, 100 units a branch, weights of size 1e-4,
                       trained by small steps, in units of 1/eta: when the norm of W_m is half of that of G,
                       which is what the first modality is while it is the only one, and what any other
                       ends at; of several targets or more than 12 inputs, when u'W_m v is half of
                       u'G v, where u, v are the first singular vectors of G E[x_m x_m']; null where that
                       takes more than 100000 steps: data whose units differ by factors of 100
"""

import csv
import json
import pathlib

import numpy as np

here = pathlib.Path(__file__).parent
data = here / "../../../web/data"


def table(entry):
    """Centred inputs by modality, and centred targets, of the rows that miss nothing."""
    rows = list(csv.DictReader(open(data / entry["file"])))
    used = [c for columns in entry["modalities"].values() for c in columns] + entry["targets"]
    whole = [r for r in rows if all(r[c] != "" for c in used)]
    x = np.array([[float(r[c]) for columns in entry["modalities"].values() for c in columns] for r in whole])
    (target,) = entry["targets"]
    levels = sorted({r[target] for r in whole})
    if len(levels) == 2:
        levels = levels[1:]
    y = np.array([[float(r[target] == level) for level in levels] for r in whole])
    z = np.hstack([x - x.mean(0), y - y.mean(0)])
    blocks = [len(columns) for columns in entry["modalities"].values()]
    return list(entry["modalities"]), blocks, z.T @ z / len(z), len(whole), len(rows) - len(whole)


def moments(entry):
    """The same of a file that holds moments."""
    d = json.load(open(data / entry["file"]))
    blocks = [m["dim"] for m in d["modalities"]]
    n = sum(blocks) + len(d["targets"])
    joint = np.zeros((n, n))
    joint[np.triu_indices(n)] = d["upper"]
    joint += np.triu(joint, 1).T
    return [m["name"] for m in d["modalities"]], blocks, joint, d["rows"], 0


def half_times(sigma, yx, parts, goals):
    """Times of a network with random weights, and the directions they are measured along."""
    random = np.random.default_rng(1)
    units, outputs = 100, len(yx)
    first = [1e-4 * random.standard_normal((units, p.stop - p.start)) for p in parts]
    last = [1e-4 * random.standard_normal((outputs, units)) for _ in parts]
    ends = []
    for p, goal in zip(parts, goals):
        u, _, v = np.linalg.svd(goal @ sigma[p, p], full_matrices=False)
        ends.append((u[:, 0], v[0]))
    along = lambda w: np.array([u @ w_m @ v for (u, v), w_m in zip(ends, w)])
    if outputs == 1 and len(sigma) <= 12:
        along = lambda w: np.array([np.linalg.norm(w_m) for w_m in w])
    goal = along(goals)
    step = 0.02 / np.linalg.svd(yx)[1][0]
    step = min(step, 0.1 / (np.linalg.eigvalsh(sigma)[-1] * 2 * max(np.linalg.norm(g, 2) for g in goals)))
    times, t, before = np.full(len(parts), np.nan), 0.0, np.zeros(len(parts))
    while np.isnan(times).any() and t < 1e5 * step:
        w = [b @ a for a, b in zip(first, last)]
        share = along(w) / goal
        for m in np.flatnonzero((share >= 0.5) & np.isnan(times)):
            times[m] = t - step * (share[m] - 0.5) / (share[m] - before[m])
        before = share
        rest = yx - np.hstack(w) @ sigma
        moves = [(b.T @ rest[:, p], rest[:, p] @ a.T) for a, b, p in zip(first, last, parts)]
        for a, b, (da, db) in zip(first, last, moves):
            a += step * da
            b += step * db
        t += step
    return times


answers = {}
for entry in json.load(open(data / "index.json")):
    names, blocks, joint, rows, dropped = (table if entry["file"].endswith(".csv") else moments)(entry)
    d = sum(blocks)
    ends = np.cumsum(blocks)
    parts = [slice(end - size, end) for end, size in zip(ends, blocks)]
    for scaling in ["raw", "standard"]:
        sigma, yx, yy = joint[:d, :d], joint[d:, :d], np.trace(joint[d:, d:])
        if scaling == "standard":
            unit = np.sqrt(np.diag(sigma))
            sigma, yx = sigma / np.outer(unit, unit), yx / unit
        least = lambda p: yx[:, p] @ np.linalg.pinv(sigma[p, p], hermitian=True)
        final = least(slice(0, d))
        strengths = [np.linalg.svd(yx[:, p])[1][0] for p in parts]
        alone = [np.sum(least(p) * yx[:, p]) / yy for p in parts]
        first = int(np.argmax(strengths))
        goals = [final[:, p] for p in parts]
        goals[first] = least(parts[first])
        answers[f"{entry['slug']}/{scaling}"] = {
            "modalities": names,
            "dims": blocks,
            "targets": len(yx),
            "rows": rows,
            "dropped": dropped,
            "alone": alone,
            "together": np.sum(final * yx) / yy,
            "norms": [np.linalg.norm(final[:, p]) for p in parts],
            "strengths": strengths,
            "first": names[first],
            "better": names[int(np.argmax(alone))],
            "plateau": np.linalg.norm(goals[first]),
            "times": [None if np.isnan(t) else t for t in half_times(sigma, yx, parts, goals)],
        }
        print(entry["slug"], scaling, answers[f"{entry['slug']}/{scaling}"])
json.dump(answers, open(here / "answers.json", "w"), indent=1)
