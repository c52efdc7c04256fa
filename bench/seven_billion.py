# SPDX-License-Identifier: Apache-2.0
"""Hardens a 7B-shaped pair, against the bare disk work: reading the same inputs and writing the same output, synced.

usage: python bench/seven_billion.py FOLDER [RUNS]
  FOLDER  gets base/ and aligned/ (27 GB) unless they exist; 14 GB more are needed during the run. Run as root, so that
          every run starts with cold file caches; build first: mvn -DskipTests package
"""
import glob
import os
import subprocess
import sys

import measure

folder, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3
home = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
base, aligned, out = (os.path.join(folder, x) for x in ("base", "aligned", "out"))
if not os.path.exists(base):
    classpath = f"{home}/bench/target/*:{home}/lox-testkit/target/*:{home}/lox-cli/target/lox/*"
    subprocess.run(["java", "-Xmx2g", "-cp", classpath, "dev.lox.bench.WriteSynthetic", "7b", folder], check=True)
inputs = sorted(glob.glob(f"{base}/*.safetensors") + glob.glob(f"{aligned}/*.safetensors"))
size = sum(os.path.getsize(p) for p in glob.glob(f"{aligned}/*.safetensors"))
copied = os.path.join(folder, "copied")
disk = ["sh", "-c", f"cat {' '.join(inputs)} >/dev/null && dd if=/dev/zero of={copied} bs=4M count={size // (4 << 20)} conv=fsync 2>/dev/null"]
ours = [f"{home}/lox", "harden", "--base", base, "--aligned", aligned, "--out", out, "--quiet"]
measure.run([f"{home}/lox", "--version"])
a, b = [], []
for _ in range(runs):
    measure.drop_caches()
    a.append(measure.run(disk))
    os.remove(copied)
    measure.drop_caches()
    b.append(measure.run(ours, [out]))
    print(f"disk {a[-1]['wall']:.1f} s, lox {b[-1]['wall']:.1f} s, cpu {b[-1]['cpu']:.1f} s, peak {b[-1]['peak'] / 2**20:.0f} MiB", flush=True)
measure.show("cat inputs + dd output", a)
measure.show("lox harden", b)
measure.ratio("times the disk's time", b, a, "wall")
