# SPDX-License-Identifier: Apache-2.0
"""Loads what `lox finetune` or `lox align` wrote, with transformers, or with peft where it is an adapter.

    python oracle/finetune_check.py MODEL TRAINED [--dtype float32] [--tokens 20]

MODEL is the folder that training started from, TRAINED the folder it wrote. Checks that no tensor is missing, left over
or of another shape; that ties are unchanged; that dtypes are those of MODEL or --dtype (for an adapter, any floating type);
that every number is finite; that something moved; and that the result generates. Exits with 1 if a check fails.
"""
import argparse
import json
import os
import sys
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # PEFT would look there for the base model's name.

import torch
import transformers
from safetensors import safe_open
from transformers import AutoModelForCausalLM

DTYPES = {"float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16"}


def headers(folder: Path, pattern: str) -> dict[str, tuple[str, list[int]]]:
    """Dtype and shape of every stored tensor."""
    found = {}
    for file in sorted(folder.glob(pattern)):
        with safe_open(file, "pt") as tensors:
            for name in tensors.keys():
                part = tensors.get_slice(name)
                assert name not in found, f"{name} is stored twice"
                found[name] = (part.get_dtype(), part.get_shape())
    assert found, f"no {pattern} in {folder}"
    return found


def loaded(folder: Path):
    """A checkpoint and its loading problems."""
    model, info = AutoModelForCausalLM.from_pretrained(folder, dtype="auto", output_loading_info=True)
    amiss = [f"{k}: {sorted(map(str, v))[:5]}" for k, v in info.items() if v and k.endswith(("_keys", "_msgs", "errors"))]
    return model.eval(), amiss


def checkpoint(base: Path, trained: Path, dtype: str | None, complaints: list[str]):
    before, after = headers(base, "model*.safetensors"), headers(trained, "model*.safetensors")
    for what, names in {"missing": before.keys() - after.keys(), "left over": after.keys() - before.keys()}.items():
        if names:
            complaints.append(f"{what}: {sorted(names)[:5]}")
    wanted = {n: (DTYPES.get(dtype, stored), shape) for n, (stored, shape) in before.items()}
    other = [n for n in sorted(wanted.keys() & after.keys()) if wanted[n] != after[n]]
    complaints += [f"{n} is {after[n]}, expected {wanted[n]}; {len(other)} such in all" for n in other[:3]]
    start, amiss = loaded(base)
    model, more = loaded(trained)
    complaints += more + [f"before training, {a}" for a in amiss]
    tied = [m.get_output_embeddings().weight is m.get_input_embeddings().weight for m in (start, model)]
    if tied[0] != tied[1]:
        complaints.append(f"lm_head tied to the embedding: {tied[1]}, before training: {tied[0]}")
    said = json.loads((trained / "config.json").read_text())
    said = said.get("dtype") or said.get("torch_dtype")
    if str(model.dtype) != f"torch.{said}":
        complaints.append(f"weights are {model.dtype}, config.json says {said}")
    old = dict(start.named_parameters())
    moved = [n for n, p in model.named_parameters() if n in old and p.shape == old[n].shape and not torch.equal(p, old[n])]
    print(f"{len(after)} tensors of {model.dtype}, {len(moved)} of {len(old)} parameters moved")
    return model, moved


def adapter(base: Path, trained: Path, dtype: str | None, complaints: list[str]):
    from peft import PeftModel, get_peft_model_state_dict

    start, amiss = loaded(base)
    complaints += [f"the model, {a}" for a in amiss]
    stored = headers(trained, "adapter_model.safetensors")
    model = PeftModel.from_pretrained(start, trained).eval()
    wanted = get_peft_model_state_dict(model)
    for what, names in {"missing": wanted.keys() - stored.keys(), "left over": stored.keys() - wanted.keys()}.items():
        if names:
            complaints.append(f"{what}: {sorted(names)[:5]}")
    fitting = {DTYPES[dtype]} if dtype else set(DTYPES.values())
    complaints += [f"{n} is {d}, expected {' or '.join(sorted(fitting))}" for n, (d, _) in stored.items() if d not in fitting]
    with safe_open(trained / "adapter_model.safetensors", "pt") as tensors:
        for name in wanted.keys() & stored.keys():
            if not torch.equal(wanted[name].float(), tensors.get_tensor(name).float()):
                complaints.append(f"{name} was not loaded as stored")
    moved = [n for n, t in wanted.items() if ("lora_B" in n or "lora_embedding_B" in n) and t.any()]
    config = model.peft_config["default"]
    print(f"adapter of rank {config.r}, alpha {config.lora_alpha}, {len(stored)} tensors of "
          f"{'/'.join(sorted({d for d, _ in stored.values()}))}, {len(moved)} products not zero")
    return model, moved


@torch.no_grad()
def generates(model, tokens: int, complaints: list[str]):
    ids = torch.randint(3, min(1000, model.config.vocab_size), (1, 8), generator=torch.Generator().manual_seed(5))
    if not torch.isfinite(model(ids).logits).all():
        complaints.append("logits are not finite")
    out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), max_new_tokens=tokens, do_sample=False)
    print(f"generated {out[0, 8:].tolist()}")
    if out.shape[1] <= 8:
        complaints.append("nothing was generated")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--dtype", choices=DTYPES, help="expected dtype of the weights, if not that of MODEL")
    parser.add_argument("--tokens", type=int, default=20)
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    complaints: list[str] = []
    check = adapter if (args.trained / "adapter_config.json").exists() else checkpoint
    model, moved = check(args.model, args.trained, args.dtype, complaints)
    complaints += [f"{n} is not finite" for n, p in model.named_parameters() if not torch.isfinite(p).all()]
    if not moved:
        complaints.append("nothing moved")
    generates(model, args.tokens, complaints)
    for complaint in complaints:
        print(f"FAIL {complaint}")
    print("ok" if not complaints else f"{len(complaints)} problems")
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
