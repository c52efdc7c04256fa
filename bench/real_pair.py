# SPDX-License-Identifier: Apache-2.0
"""Hardens a real pair alternately with the paper's own script and with LoX, as whole processes.

usage: python bench/real_pair.py PAIR REFERENCE [RUNS]
  PAIR       folder with base/ and aligned/
  REFERENCE  the paper's LoX.py, run with this Python (torch, transformers)
"""
import os
import sys
import tempfile

import measure
import peers

pair, reference, runs = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
lox = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lox")
base, aligned = os.path.join(pair, "base"), os.path.join(pair, "aligned")
with tempfile.TemporaryDirectory(dir=pair) as out:
    theirs = [sys.executable, reference, "--model", aligned, "--base-model", base, "--save-path", f"{out}/reference", "--k", "6", "--coef", "1.25"]
    ours = [lox, "harden", "--base", base, "--aligned", aligned, "--out", f"{out}/ours", "--quiet"]
    measure.run(ours, [f"{out}/ours"])
    a, b = [], []
    available = peers.available(("reference",), {"reference": ("torch", "transformers")})
    for _ in range(runs):
        if available:
            a.append(measure.run(theirs, [f"{out}/reference"]))
        b.append(measure.run(ours, [f"{out}/ours"]))
    measure.show("lox harden", b)
    if a:
        measure.show("reference", a)
        measure.ratio("times faster", a, b, "wall")
        measure.ratio("share of its memory", b, a, "peak")
