# SPDX-License-Identifier: Apache-2.0
"""Points of a safety landscape, from coordinates to replies: LoX against a loop like the reference's.

    python bench/landscape.py PROMPTS M1 M2 M3 [M4] [--points "0.5,0.25;0.25,0.5"] [--limit 20] [--rounds 1]

PROMPTS is a csv with a goal column or lines. The loop is the reference's: for each point it builds the state dict, loads it
into a transformers model and answers one prompt at a time, greedy, in the Alpaca format, at most 60 tokens. Ours loads each
point as a weighted sum and answers in one batch, all points in one process. No judge is involved, because it costs both the same. A tied
output layer counts once in both, so that both use the same points; equal replies are counted.
Build first: mvn -DskipTests package. Needs torch and transformers; the loop holds all models in memory, and both directions.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import peers

HOME = pathlib.Path(__file__).resolve().parent.parent

LOOP = """
import json, sys, time, torch
from transformers import AutoModelForCausalLM, AutoTokenizer
prompts, tokens, dtype, threads, points, *folders = sys.argv[1:]
torch.set_num_threads(int(threads))
dtype = getattr(torch, dtype)
begun = time.perf_counter()
tokenizer = AutoTokenizer.from_pretrained(folders[0])
models = [AutoModelForCausalLM.from_pretrained(f, dtype=torch.float32).eval() for f in folders]
W = [dict(m.named_parameters()) for m in models]
dif = lambda a, b: {k: a[k].detach() - b[k].detach() for k in a}
dot = lambda a, b: sum(torch.sum(a[k] * b[k]) for k in a)
d1 = dif(W[1], W[0])
d2 = dif(W[2], W[0])
if len(W) == 4:
    other = dif(W[3], W[1])
    d2 = {k: (d2[k] + other[k]) / 2 for k in d2}
share = dot(d1, d2) / dot(d1, d1)
d2 = {k: d2[k] - share * d1[k] for k in d2}
scale = torch.sqrt(dot(d1, d1) / dot(d2, d2))
d2 = {k: scale * v for k, v in d2.items()}
print(json.dumps({"seconds": time.perf_counter() - begun, "unit": torch.sqrt(dot(d1, d1)).item()}), flush=True)
origin = {k: v.detach().clone() for k, v in W[0].items()}
lm = models[1].to(dtype)
for x, y in (map(float, p.split(",")) for p in points.split(";")):
    begun = time.perf_counter()
    new = {k: v + x * d1[k] + y * d2[k] for k, v in origin.items()}
    lm.load_state_dict(new, strict=False)
    loading = time.perf_counter() - begun
    replies, total = [], 0
    for goal in json.load(open(prompts)):
        text = ("Below is an instruction that describes a task. Write a response that appropriately completes the request."
                "\\n\\n### Instruction:\\n" + goal + "\\n\\n### Response:")
        inputs = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            out = lm.generate(**inputs, max_new_tokens=int(tokens), do_sample=False, pad_token_id=tokenizer.eos_token_id)
        begin = inputs["input_ids"].shape[1]
        total += out.shape[1] - begin
        replies.append(tokenizer.decode(out[0][begin:], skip_special_tokens=True))
    print(json.dumps({"loading": loading, "seconds": time.perf_counter() - begun, "tokens": total, "replies": replies}),
          flush=True)
"""


def lines(command):
    env = {**os.environ, "GOMP_SPINCOUNT": "30000", "OPENBLAS_THREAD_TIMEOUT": "10"} if command[0] == "java" else None
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env).stdout.decode()
    plane, *points = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    return plane, points


def show(name, plane, points):
    for p in points:
        print(f"{name}: plane {plane['seconds']:.1f} s, then {p['seconds']:.1f} s a point "
              f"({p['loading']:.1f} s to load), {p['tokens']} tokens", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("prompts")
    parser.add_argument("models", nargs="+")
    parser.add_argument("--points", default="0.5,0.25;0.25,0.5")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--tokens", type=int, default=60)
    parser.add_argument("--dtype", default="float32")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    args = parser.parse_args()
    jars = ":".join(f"{HOME}/{folder}/*" for folder in ("bench/target", "lox-study/target", "lox-cli/target/lox"))
    numbers = [str(args.tokens), args.dtype, str(args.threads), args.points, *args.models]
    ours = ["java", "-XX:+UseSerialGC", "-cp", jars, "dev.lox.bench.LandscapePoints", args.prompts, str(args.limit)]
    seconds = {"lox": [], "loop": []}
    equal = asked = 0
    programs = peers.available(seconds, {"loop": ("torch", "transformers")})
    with tempfile.TemporaryDirectory() as folder:
        prompts = pathlib.Path(folder, "prompts.json")
        for _ in range(args.rounds):
            plane, found = lines(ours + numbers)
            show("lox", plane, found)
            prompts.write_text(json.dumps([r["prompt"] for r in found[0]["replies"]]))
            if "loop" not in programs:
                seconds["lox"] += [p["seconds"] for p in found]
                continue
            theirs, wanted = lines([sys.executable, "-c", LOOP, str(prompts), *numbers])
            show("loop", theirs, wanted)
            seconds["lox"] += [p["seconds"] for p in found]
            seconds["loop"] += [p["seconds"] for p in wanted]
            for a, b in zip(found, wanted):
                asked += len(b["replies"])
                equal += sum(x["reply"] == y for x, y in zip(a["replies"], b["replies"]))
            print(f"length of the first direction: lox {plane['unit']:.6g}, loop {theirs['unit']:.6g}", flush=True)
    medians = {name: statistics.median(all) for name, all in seconds.items() if all}
    if "loop" not in medians:
        print(f"a point: lox {medians['lox']:.1f} s")
        return
    print(f"a point: loop {medians['loop']:.1f} s, lox {medians['lox']:.1f} s: {medians['loop'] / medians['lox']:.1f} times; "
          f"{equal} of {asked} replies equal")


if __name__ == "__main__":
    main()
