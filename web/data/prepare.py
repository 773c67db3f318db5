"""Writes the three data sets that come with the lab, from the packages they are in.

    apt-get download python3-sklearn && dpkg -x python3-sklearn_*.deb sklearn
    npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz
    python3 prepare.py sklearn package .

penguins.csv and wine.csv are the tables as they are, with short names, lengths in cm and masses in
kg; a missing value is empty.
digits.json holds second moments. They are exact for two views of every picture: with p the 64
pixels, from 0 to 1 and centred, and independent standard normal noise e of each view,

    x_A = 1.5 (p + 0.5 e_A),   x_B = p + 0.1 e_B,

so that E[x_A x_A^T] = 1.5^2 (S + 0.5^2 I), E[x_A x_B^T] = 1.5 S, E[x_B x_B^T] = S + 0.1^2 I,
where S is the covariance of the pixels. Targets are the ten digits, one-hot and centred.
"""

import csv
import glob
import gzip
import json
import os
import sys

import numpy as np

sklearn, vega, out = sys.argv[1:]
tables = glob.glob(os.path.join(sklearn, "**", "datasets", "data"), recursive=True)[0]


def write(name, rows):
    with open(os.path.join(out, name), "w", newline="") as f:
        csv.writer(f, lineterminator="\n").writerows(rows)


penguins = json.load(open(os.path.join(vega, "data", "penguins.json")))
keys = ["Species", "Island", "Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)", "Sex"]
names = ["species", "island", "beak_length_cm", "beak_depth_cm", "body_flipper_cm", "body_mass_kg", "sex"]
units = [None, None, 10, 10, 10, 1000, None]


def word(v, unit):
    if v in (None, "."):
        return ""
    return round(v / unit, 3) if unit else v.lower() if v in ("MALE", "FEMALE") else v


write("penguins.csv", [names] + [[word(p[k], unit) for k, unit in zip(keys, units)] for p in penguins])

names = [
    "alcohol", "acid_malic", "mineral_ash", "mineral_alkalinity", "mineral_magnesium",
    "phenols_total", "phenols_flavanoids", "phenols_other", "phenols_proanthocyanins",
    "colour_intensity", "colour_hue", "colour_dilution", "proline", "grower",
]
wine = list(csv.reader(open(os.path.join(tables, "wine_data.csv"))))[1:]
write("wine.csv", [names] + [row[:-1] + ["ABC"[int(row[-1])]] for row in wine])

digits = np.array([row.split(",") for row in gzip.open(os.path.join(tables, "digits.csv.gz"), "rt").read().split()], float)
p, y = digits[:, :64] / 16, np.eye(10)[digits[:, 64].astype(int)]
z = np.hstack([p - p.mean(0), y - y.mean(0)])
moments = z.T @ z / len(z)
loud = np.concatenate([np.full(64, 1.5), np.ones(64 + 10)])
twice = np.concatenate([np.arange(64), np.arange(64), np.arange(64, 74)])
joint = moments[np.ix_(twice, twice)]
joint[:64, :64] += 0.5**2 * np.eye(64)
joint[64:128, 64:128] += 0.1**2 * np.eye(64)
joint *= np.outer(loud, loud)
upper = [float(f"{joint[i, j]:.7g}") for i in range(138) for j in range(i, 138)]
views = ["bright", "sharp"]
json.dump(
    {
        "modalities": [{"name": v, "dim": 64} for v in views],
        "inputs": [f"{v} {i // 8 + 1},{i % 8 + 1}" for v in views for i in range(64)],
        "targets": [str(k) for k in range(10)],
        "pictures": [8, 8],
        "upper": upper,
        "rows": len(digits),
        "source": "digits.json",
        "centred": True,
    },
    open(os.path.join(out, "digits.json"), "w"),
    separators=(",", ":"),
)
