# SPDX-License-Identifier: Apache-2.0
"""Compares the hardened adapter, loaded by PEFT, with the hardened checkpoint.

    python oracle/peft_check.py --under MODEL --adapter DIR --hardened DIR

MODEL is the model under the adapter: the aligned model, or the base if the aligned model was itself an adapter. Both are
computed in float32. Exits with 1 if logits differ by more than 1e-3 of their largest, or if a key has no module.
"""
import argparse
import sys
import warnings
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPTS = ["The capital of France is", "How do I make bread at home?", "def fibonacci(n):", "Once upon a time"]
BOUND = 1e-3


def prompts(folder, vocabulary):
    """Token ids; random ones for a folder that has no tokenizer."""
    if (Path(folder) / "tokenizer.json").exists():
        tokenizer = AutoTokenizer.from_pretrained(folder)
        return [tokenizer(p, return_tensors="pt").input_ids for p in PROMPTS], tokenizer
    return [torch.randint(vocabulary, (1, 12), generator=torch.Generator().manual_seed(i)) for i in range(4)], None


def main():
    parser = argparse.ArgumentParser()
    for name in ("under", "adapter", "hardened"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    hardened = AutoModelForCausalLM.from_pretrained(args.hardened, dtype=torch.float32).eval()
    under = AutoModelForCausalLM.from_pretrained(args.under, dtype=torch.float32).eval()
    ids, tokenizer = prompts(args.hardened, hardened.config.vocab_size)
    with torch.no_grad():
        plain = [under(i).logits for i in ids]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            adapted = PeftModel.from_pretrained(under, args.adapter).eval()
        said = [str(w.message) for w in caught if "missing" in str(w.message) or "unexpected" in str(w.message)]
        worst = 0.0
        for i, before in zip(ids, plain):
            expected, got = hardened(i).logits, adapted(i).logits
            worst = max(worst, float((got - expected).abs().max() / expected.abs().max()))
            moved = float((expected - before).abs().max() / expected.abs().max())
            print(f"adapter and checkpoint differ by {float((got - expected).abs().max() / expected.abs().max()):.2e}, "
                  f"hardening moved the logits by {moved:.2e}")
        merged = adapted.merge_and_unload()
        after = max(float((merged(i).logits - hardened(i).logits).abs().max() / hardened(i).logits.abs().max()) for i in ids)
        print(f"merged: differ by at most {after:.2e}")
        reply = hardened.generate(ids[0], max_new_tokens=20, do_sample=False)
        print("generates:", repr(tokenizer.decode(reply[0])) if tokenizer else reply[0].tolist())
    for s in said:
        print("FAILED", s)
    holds = worst <= BOUND and not said
    print(f"largest difference {worst:.2e}, bound {BOUND:.0e}: {'holds' if holds else 'FAILED'}")
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
