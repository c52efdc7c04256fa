# SPDX-License-Identifier: Apache-2.0
"""Start-up of the whole process: help, a preflight, and the time to the first matrix product.

usage: python bench/start_up.py MODEL_PAIR [RUNS]      (build first: ./lox --version)
"""
import os
import sys
import tempfile

import measure

pair, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
lox = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lox")
with tempfile.TemporaryDirectory() as folder:
    harden = [lox, "harden", "--base", f"{pair}/base", "--aligned", f"{pair}/aligned", "--out", f"{folder}/out"]
    for name, command in (
        ("lox --help", [lox, "--help"]),
        ("harden --dry-run", harden + ["--dry-run"]),
        ("demo, one attack", [lox, "demo", "--quiet", "--attack-seed", "1"]),
    ):
        measure.run(command)
        measure.show(name, [measure.run(command) for _ in range(runs)])
