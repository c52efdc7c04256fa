# SPDX-License-Identifier: Apache-2.0
"""Kills hardening with SIGKILL at random moments, resumes it, and compares every byte with an undisturbed run.

usage: python bench/kill_and_resume.py PAIR [ROUNDS] [SEED]
"""
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

pair, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10
chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
KILLS = 20  # of one result
lox = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lox")


def digests(folder):
    found = {}
    for root, _, files in os.walk(folder):
        for f in files:
            with open(os.path.join(root, f), "rb") as content:
                found[os.path.relpath(os.path.join(root, f), folder)] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


with tempfile.TemporaryDirectory(dir=pair) as folder:
    # One path for all runs, only for readability: neither lox.json nor the job's identity depends on it.
    out = os.path.join(folder, "out")
    command = [lox, "harden", "--base", f"{pair}/base", "--aligned", f"{pair}/aligned", "--out", out, "--quiet"]
    begun = time.monotonic()
    subprocess.run(command, check=True)
    whole = time.monotonic() - begun
    expected = digests(out)
    shutil.rmtree(out)
    kills = left = 0
    for r in range(rounds):
        before = kills
        while True:
            process = subprocess.Popen(command + ["--resume"])
            try:
                # On a machine that has become busy hardly a run would come to its end.
                process.wait(chance.uniform(0.1, 0.9) * whole if kills - before < KILLS else None)
                break
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                kills += 1
                if os.path.exists(out) and digests(out) != expected:
                    raise SystemExit("a killed run left an incomplete result at the target")
                left += not os.path.exists(out)
        if process.returncode not in (0, 2) or digests(out) != expected:
            raise SystemExit(f"round {r}: exit {process.returncode}, the resumed result differs")
        shutil.rmtree(out)
    print(f"{rounds} results after {kills} kills, {left} of which left nothing at the target: all byte-identical to an undisturbed run")
