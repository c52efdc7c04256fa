# SPDX-License-Identifier: Apache-2.0
"""Compares greedy replies of `lox generate` with those of transformers in float32, and explains each difference.

A difference is explained if the two tokens at which it begins are a tie: their logits, computed by transformers in float64
after the text that both share, lie closer together than float32 rounding moves them.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TIE = 2e-3


def ours(args, folder):
    out = pathlib.Path(folder) / "replies.jsonl"
    command = [args.lox, "generate", "--model", args.model, "--prompts", args.prompts, "--limit", str(args.limit)]
    command += ["--prompt-format", "chat", "--max-new-tokens", str(args.max_new_tokens), "--out", str(out), "--quiet"]
    subprocess.run(command + args.options.split(), check=True)
    return [json.loads(line) for line in out.read_text().splitlines()]


def theirs(args, tokenizer, model, prompts):
    found = []
    for at in range(0, len(prompts), args.batch):
        texts = [chat(tokenizer, p) for p in prompts[at : at + args.batch]]
        batch = tokenizer(texts, return_tensors="pt", padding=True, add_special_tokens=False)
        out = model.generate(
            **batch, max_new_tokens=args.max_new_tokens, do_sample=False, pad_token_id=tokenizer.pad_token_id
        )
        found += [row[batch.input_ids.shape[1] :].tolist() for row in out]
    return found


def chat(tokenizer, prompt):
    return tokenizer.apply_chat_template([{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True)


def gap(tokenizer, double, prompt, tokens, reply):
    """Where the replies diverge: token index, the two tokens, and how far our token's logit lies below the best."""
    head = tokenizer(chat(tokenizer, prompt), add_special_tokens=False).input_ids
    ends = double.generation_config.eos_token_id
    ends = ends if isinstance(ends, list) else [ends]
    kept = next((i for i, t in enumerate(tokens) if t in ends), len(tokens))
    same = 0
    while same < kept and reply.startswith(tokenizer.decode(tokens[: same + 1], skip_special_tokens=True).rstrip("\ufffd")):
        same += 1
    rest = reply[len(tokenizer.decode(tokens[:same], skip_special_tokens=True)) :]
    # Our next token is the one with which the rest begins; several may fit, so take the best.
    with torch.inference_mode():
        logits = double(torch.tensor([head + tokens[:same]])).logits[0, -1]
    best = float(logits.max())
    for token in logits.argsort(descending=True).tolist():
        text = tokenizer.decode([token])
        fits = token in ends if not rest else token not in ends and text != "" and rest.startswith(text)
        if fits and (same == len(tokens) or token != tokens[same]):
            theirs = tokens[same] if same < len(tokens) else None
            return same, best - float(logits[token]), tokenizer.convert_ids_to_tokens([t for t in (theirs, token) if t is not None])
    return same, float("inf"), []


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lox", default="./lox")
    parser.add_argument("--model", required=True)
    parser.add_argument("--prompts", required=True, help="a file that both read: csv with a goal column, or plain lines")
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--max-new-tokens", type=int, default=60)
    parser.add_argument("--batch", type=int, default=50)
    parser.add_argument("--options", default="", help="further options for lox generate")
    args = parser.parse_args()
    tokenizer = AutoTokenizer.from_pretrained(args.model, padding_side="left")
    with tempfile.TemporaryDirectory() as folder:
        rows = ours(args, folder)
    prompts = [r["prompt"] for r in rows]
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)
    tokens = theirs(args, tokenizer, model, prompts)
    texts = [tokenizer.decode(t, skip_special_tokens=True) for t in tokens]
    different = [i for i, (r, t) in enumerate(zip(rows, texts)) if r["reply"] != t]
    equal = len(rows) - len(different)
    print(f"{equal} of {len(rows)} replies identical ({100 * equal / len(rows):.1f} %)")
    double = model.double()
    unexplained = 0
    for i in different:
        at, distance, pair = gap(tokenizer, double, prompts[i], tokens[i], rows[i]["reply"])
        tie = distance <= TIE
        unexplained += not tie
        print(f"  prompt {rows[i]['id']}: token {at}, {pair}: ours is {distance:.1e} below the best{'' if tie else ': NOT A TIE'}")
    sys.exit(unexplained > 0 or equal < 0.99 * len(rows))


if __name__ == "__main__":
    main()
