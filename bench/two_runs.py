# SPDX-License-Identifier: Apache-2.0
"""Lets two runs work on the same output, stopping and continuing them at random moments: each must end with exit code 0 or
2, and the output must be wholly one of theirs.

usage: python bench/two_runs.py DEMO [ROUNDS] [SEED]      DEMO is the folder of `lox demo`
"""
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

demo, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20
chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
lox = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lox")
base, aligned = f"{demo}/models/base", f"{demo}/models/aligned"
pair = ["--base", base, "--aligned", aligned]
prompts = f"{demo}/data/harmful.jsonl"
model = ["model.safetensors", "config.json"]

# What each verb is asked, and the files of its result that are the same on every run.
verbs = {
    "harden": (["harden", *pair], model),
    "harden further": (["harden", *pair, "--alpha", "3"], model),
    "repair": (["repair", *pair, "--finetuned", base, "--method", "wise-ft"], model),
    "finetune": (
        ["finetune", "--model", aligned, "--recipe", f"{demo}/models/attack.yaml", "--data", f"{demo}/data/attack-1.jsonl",
         "--max-steps", "20", "--save-every", "2"],
        model),
    "evaluate": (
        ["evaluate", "asr", "--model", base, "--prompts", prompts, "--judge", "refusal", "--max-new-tokens", "24"],
        ["rows.jsonl", "replies.jsonl"]),
    "generate": (["generate", "--model", base, "--prompts", prompts, "--max-new-tokens", "24"], [""]),
    "generate others": (["generate", "--model", aligned, "--prompts", prompts, "--max-new-tokens", "24"], [""]),
    "study": (["study", "run", f"{demo}/study.yaml", "--cells", "CELLS"], ["points.csv"]),
}
pairs = [(a, b) for a in verbs for b in verbs if a.startswith("generate") == b.startswith("generate")]


def digest(out, name):
    path = os.path.join(out, name) if name else out
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def result(verb, out):
    return {name: digest(out, name) for name in verbs[verb][1]}


with tempfile.TemporaryDirectory() as folder:
    out = os.path.join(folder, "out")

    def start(verb, mode):
        command = [c.replace("CELLS", f"{folder}/cells") for c in verbs[verb][0]]
        return subprocess.Popen(
            [lox, *command, "--out", out, "--threads", "1", "--quiet", *mode],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def clear():
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if name != "cells":
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)

    expected, seconds = {}, {}
    for verb in verbs:
        begun = time.monotonic()
        process = start(verb, [])
        if process.wait():
            raise SystemExit(f"{verb}: {process.stderr.read()}")
        seconds[verb], expected[verb] = time.monotonic() - begun, result(verb, out)
        if None in expected[verb].values():
            raise SystemExit(f"{verb}: no result {expected[verb]}")
        clear()

    def modes(verb):
        return [[], ["--resume"]] + ([] if verb == "study" else [["--overwrite"]])

    refused = both = 0
    for r in range(rounds):
        first, second = pairs[chance.randrange(len(pairs))] if r >= len(pairs) else pairs[r]
        how = []
        if chance.random() < 0.5:
            # An unfinished run is there already.
            earlier = start(first, [])
            time.sleep(chance.uniform(0.2, 1) * seconds[first])
            earlier.kill()
            earlier.communicate()
            how.append("after a killed run")
        one_mode, two_mode = chance.choice(modes(first)), chance.choice(modes(second))
        one = start(first, one_mode)
        time.sleep(chance.uniform(0.1, 1) * seconds[first])
        one.send_signal(signal.SIGSTOP)
        two = start(second, two_mode)
        time.sleep(chance.uniform(0.1, 1.5) * seconds[second])
        two.send_signal(signal.SIGSTOP)
        for process in chance.sample([one, two], 2):
            process.send_signal(signal.SIGCONT)
            time.sleep(chance.uniform(0, 1) * seconds[second])
        errors = [process.communicate(timeout=300)[1] for process in (one, two)]
        codes = [one.returncode, two.returncode]
        words = f"round {r}: {first} {one_mode}, {second} {two_mode} {how}: exit {codes}, {errors}"
        if any(code not in (0, 2) for code in codes):
            raise SystemExit(words)
        done = [verb for verb, code in ((first, codes[0]), (second, codes[1])) if code == 0]
        if done and not any(result(verb, out) == expected[verb] for verb in done):
            raise SystemExit(f"{words}: the output is neither's")
        refused += len(done) < 2
        both += len(done) == 2
        clear()
    print(f"{rounds} pairs of runs on one output: {refused} times one was refused, {both} times both ended well; every output is wholly one run's")
