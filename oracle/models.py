# SPDX-License-Identifier: Apache-2.0
"""Makes the fixtures under lox-lm/src/test/resources/golden/models: tiny random models of every architecture that the
decoder reads, and what transformers computes with them in float32.

    python oracle/models.py [FOLDER [NAME ...]]

With names, only those folders are made and the others stay.
The bytes are the same for the same versions of torch, transformers and peft on the same kind of processor. The README
beside the fixtures describes them.
"""
import json
import os
import shutil
import sys
import warnings
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # PEFT would look there for the base model's name.

import numpy as np
import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM, DynamicCache, GenerationConfig

from model_variants import VARIANTS, as_v4

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "lox-lm/src/test/resources/golden/models"
PREFILL, PROMPT, NEW = 40, 10, 24
PADDED = (7, 30, 18)
LOGPROBS = ((5, 11), (9, 12), (3, 20))  # prompt length, whole length
README = """\
Tiny random models of every architecture that the decoder reads, and what transformers 5.23 computes with them in
float32 (eager attention, weights upcast from the stored type). Made by `python oracle/models.py`, which says how and
checks that each golden notices what its variant is about; the variants are in oracle/model_variants.py.

golden.safetensors of each folder:
  prefill.ids [1,L], prefill.logits [1,L,V]: one pass over a sequence longer than every window and original context
  short.ids, short.logits: one pass as long as the original context, where the rope depends on the length
  padded.ids, padded.mask [3,Lmax], padded.lengths [3], padded.logits [3,V]: left padding, logits of the last position
    as each row has them alone; padded.batch_logits: what the batch gives, where that differs (dynamic, longrope)
  decode.ids [1,L0], decode.next [T], decode.logits [T,V]: greedy generate() with its cache
    decode.full_logits: each step as a full pass without cache, where that differs (dynamic)
    decode.cached_logits: each step with a cache never recomputed, where that differs (phi3 with longrope)
  logprob.ids [3,Lmax] right padded, logprob.prompt_lengths [3], logprob.lengths [3],
    logprob.values [3,Cmax]: log-probabilities of the tokens after the prompt, zero past a row's end (llama, gemma2)

*-v4 folders have config.json as transformers 4 wrote it. llama-linear is stored in f32, mistral-nowindow in f16,
qwen2 in shards, the others in bf16. lora-llama and lora-olmo2 are PEFT adapters of llama and olmo2, their goldens those
of base + adapter, unmerged. The olmo2 folders were made by transformers 5.24.
The float32 goldens lie within 2e-5 of a float64 run.
"""


def drawn(rng, name, shape, gemma):
    """Large enough that norms, biases, windows and soft caps all affect the logits, which are of order 1 to 5."""
    noise = rng.standard_normal(shape)
    if name.endswith("bias"):
        return 0.3 * noise
    if len(shape) == 1:
        centre = 0.5 if "q_norm" in name or "k_norm" in name else 0.0
        if gemma:  # Applied as 1 + w. A small embedding and a large last norm, or greedy decoding repeats one token.
            return centre + 0.3 * noise + (2 if name == "model.norm.weight" else 0)
        return 1 + centre + 0.3 * noise
    if "embed" in name or "lm_head" in name:
        return (0.12 if gemma else 0.35) * noise
    return 0.25 * noise


def build(variant, folder):
    """The variant as save_pretrained writes it, in its stored type."""
    config = variant.config()
    model = AutoModelForCausalLM.from_config(config, attn_implementation="eager")
    rng = np.random.Generator(np.random.PCG64(variant.seed()))
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(torch.from_numpy(drawn(rng, name, tuple(p.shape), "gemma" in config.model_type)))
    shards = {"max_shard_size": variant.shard} if variant.shard else {}
    model.to(getattr(torch, variant.dtype)).save_pretrained(folder, **shards)
    (folder / "generation_config.json").unlink(missing_ok=True)


def load(folder, **changes):
    """A fresh float32 model: dynamic rope remembers the longest sequence that a model object saw."""
    config = AutoConfig.from_pretrained(folder)
    for key, value in changes.items():
        setattr(config, key, value)
    model, info = AutoModelForCausalLM.from_pretrained(
        folder, config=config, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
    assert not any(info[k] for k in ("missing_keys", "unexpected_keys", "mismatched_keys")), info
    return model.eval()


def tokens(rng, vocabulary, n):
    return torch.from_numpy(rng.integers(3, vocabulary, (1, n)))


def greedy(model, ids):
    """Tokens and the logits that chose them, from generate() with its cache."""
    how = GenerationConfig(max_new_tokens=NEW, do_sample=False, pad_token_id=0, output_logits=True,
                           return_dict_in_generate=True)
    model.generation_config = GenerationConfig()
    out = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids), generation_config=how)
    return out.sequences[0, ids.shape[1]:], torch.cat(out.logits)


def telling(fresh, rng, vocabulary):
    """A prompt whose continuation is varied and has no near tie, at which rounding would choose the token."""
    for _ in range(50):
        prompt = tokens(rng, vocabulary, PROMPT)
        following, logits = greedy(fresh(), prompt)
        assert torch.equal(logits.argmax(-1), following) and len(following) == NEW
        top = logits.topk(2).values
        if len(set(following.tolist())) > 5 and (top[:, 0] - top[:, 1]).min() > 5e-3:
            return prompt, following, logits
    raise AssertionError("no prompt out of 50 decodes to more than five different tokens without a near tie")


def cached(model, ids, following):
    """The logits of the same steps with a cache that is never recomputed."""
    cache, rows, step = DynamicCache(config=model.config), [], ids
    for token in following:
        rows.append(model(step, past_key_values=cache, use_cache=True).logits[0, -1])
        step = token.view(1, 1)
    return torch.stack(rows)


def padded_batch(rows):
    longest = max(r.shape[1] for r in rows)
    ids, mask = torch.zeros(len(rows), longest, dtype=torch.int64), torch.zeros(len(rows), longest, dtype=torch.int64)
    for i, r in enumerate(rows):
        ids[i, longest - r.shape[1]:], mask[i, longest - r.shape[1]:] = r[0], 1
    return ids, mask


def positions(mask):
    """As generate() has them."""
    return (mask.cumsum(-1) - 1).masked_fill(mask == 0, 0)


def apart(a, b):
    return (a - b).abs().max().item()


@torch.no_grad()
def goldens(fresh, rng, original_context=None, logprobs=False):
    """original_context: the length beyond which a length-dependent rope changes; None for other ropes."""
    vocabulary = fresh().config.vocab_size
    g = {"prefill.ids": tokens(rng, vocabulary, PREFILL)}
    g["prefill.logits"] = fresh()(g["prefill.ids"]).logits
    if original_context:
        g["short.ids"] = tokens(rng, vocabulary, original_context)
        g["short.logits"] = fresh()(g["short.ids"]).logits

    rows = [tokens(rng, vocabulary, n) for n in PADDED]
    ids, mask = padded_batch(rows)
    g |= {"padded.ids": ids, "padded.mask": mask, "padded.lengths": torch.tensor(PADDED)}
    g["padded.logits"] = torch.stack([fresh()(r).logits[0, -1] for r in rows])
    batch = fresh()(ids, attention_mask=mask, position_ids=positions(mask)).logits[:, -1]
    if original_context:
        assert apart(batch, g["padded.logits"]) > 1e-2
        g["padded.batch_logits"] = batch
    else:
        assert apart(batch, g["padded.logits"]) <= 1e-5, apart(batch, g["padded.logits"])

    prompt, following, logits = telling(fresh, rng, vocabulary)
    g |= {"decode.ids": prompt, "decode.next": following, "decode.logits": logits}
    text = torch.cat([prompt, following[None]], 1)
    full = torch.stack([fresh()(text[:, :PROMPT + i]).logits[0, -1] for i in range(NEW)])
    plain = cached(fresh(), prompt, following)
    for name, other in {"decode.full_logits": full, "decode.cached_logits": plain}.items():
        if apart(other, logits) > 1e-4:
            assert original_context, (name, apart(other, logits))
            g[name] = other

    if logprobs:
        rows = [tokens(rng, vocabulary, n) for _, n in LOGPROBS]
        longest = max(n for _, n in LOGPROBS)
        values = torch.zeros(len(rows), max(n - p for p, n in LOGPROBS))
        g["logprob.ids"] = torch.cat([torch.nn.functional.pad(r, (0, longest - r.shape[1])) for r in rows])
        for i, (r, (p, n)) in enumerate(zip(rows, LOGPROBS)):
            every = fresh()(r).logits[0].log_softmax(-1)
            values[i, :n - p] = every[p - 1:-1].gather(1, r[0, p:, None])[:, 0]
        g["logprob.values"] = values
        g["logprob.prompt_lengths"], g["logprob.lengths"] = torch.tensor(LOGPROBS).T.contiguous()
    assert all(torch.isfinite(t).all() for t in g.values() if t.is_floating_point())
    spread = g["prefill.logits"].std().item()
    assert 0.5 < spread < 5, spread
    return g


@torch.no_grad()
def every_tensor_counts(model, g):
    for name, p in model.named_parameters():
        kept = p.clone()
        p.copy_(p.roll(1, 0))
        assert apart(model(g["prefill.ids"]).logits, g["prefill.logits"]) > 0.02, name
        p.copy_(kept)


def save(tensors, file):
    save_file({n: t.contiguous().clone() for n, t in tensors.items()}, file, metadata={"format": "pt"})


def make(variant, out):
    folder = out / variant.name
    build(variant, folder)
    rng = np.random.Generator(np.random.PCG64(variant.seed() + 1))
    g = goldens(lambda: load(folder), rng, variant.original_context, variant.logprobs)
    if variant.v4:
        old = as_v4(json.loads((folder / "config.json").read_text()), variant.without)
        (folder / "config.json").write_text(json.dumps(old, indent=2) + "\n")
        with torch.no_grad():
            assert torch.equal(load(folder)(g["prefill.ids"]).logits, g["prefill.logits"]), variant.name
    save(g, folder / "golden.safetensors")
    every_tensor_counts(load(folder), g)
    # Each golden must distinguish its variant from the same weights without the option.
    told = {}
    for what, changes in variant.contrasts.items():
        with torch.no_grad():
            told[what] = apart(load(folder, **changes)(g["prefill.ids"]).logits, g["prefill.logits"])
        assert told[what] > 2e-3, (variant.name, what, told[what])
    size = sum(f.stat().st_size for f in folder.iterdir())
    extra = [n for n in g if n.startswith(("short", "padded.b", "decode.f", "decode.c")) and not n.endswith("ids")]
    print(f"{variant.name:24} {size / 1e3:6.0f} kB  logits ±{g['prefill.logits'].std():.1f}  "
          f"{len(set(g['decode.next'].tolist())):2} tokens  "
          + ", ".join(f"{k} {v:.2g}" for k, v in told.items()) + ("; " + ", ".join(extra) if extra else ""))


def adapter(out, base):
    """base + adapter, never merged."""
    from peft import LoraConfig, PeftModel, get_peft_model

    folder = out / f"lora-{base}"
    torch.manual_seed(900)
    lora = LoraConfig(r=4, lora_alpha=8, target_modules=["q_proj", "v_proj", "down_proj"], task_type="CAUSAL_LM")
    model = get_peft_model(load(out / base), lora)
    rng = np.random.Generator(np.random.PCG64(900))
    with torch.no_grad():
        for name, p in model.named_parameters():
            if "lora_" in name:
                p.copy_(torch.from_numpy(0.15 * rng.standard_normal(tuple(p.shape))))
    model.peft_config["default"].base_model_name_or_path = base
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    config = json.loads((folder / "adapter_config.json").read_text())
    config["target_modules"].sort()  # PEFT writes a set.
    (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
    g = goldens(lambda: PeftModel.from_pretrained(load(out / base), folder).eval(), rng)
    with torch.no_grad():
        assert apart(load(out / base)(g["prefill.ids"]).logits, g["prefill.logits"]) > 0.05
    save(g, folder / "golden.safetensors")


def main():
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    warnings.simplefilter("ignore")
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    names = sys.argv[2:]
    if out.exists() and not names:
        shutil.rmtree(out)
    for variant in VARIANTS:
        if not names or variant.name in names:
            make(variant, out)
    for base in ("llama", "olmo2"):
        if not names or f"lora-{base}" in names:
            adapter(out, base)
    (out / "README").write_text(README)
    size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file())
    print(f"{out}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
