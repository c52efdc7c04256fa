# SPDX-License-Identifier: Apache-2.0
"""Makes the fixtures under lox-harden/src/test/resources/goldens: tiny pairs and their hardened weights in float64.

    python oracle/goldens.py [FOLDER]

The bytes are the same for the same seed and the same versions of torch and peft.
"""
import importlib.util
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "lox-harden/src/test/resources/goldens"
ALPHA = 1.25
DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2,
}
SHAPES = {"tall": (40, 12), "wide": (12, 40), "square": (24, 24), "experts": (3, 10, 14), "norm": (16,)}


def projected(delta, k):
    """Proj_k of each matrix of the last two dimensions; k None keeps the whole matrix."""
    if k is None:
        return delta
    u, s, vt = np.linalg.svd(delta, full_matrices=False)
    return (u[..., :k] * s[..., None, :k]) @ vt[..., :k, :]


def hardened(base, aligned, k, alpha=ALPHA):
    """W_al + alpha * Proj_k(W_al - W_base) in float64, rounded to the aligned tensor's dtype."""
    if not aligned.is_floating_point() or aligned.dim() < 2:
        return aligned
    a, b = aligned.double().numpy(), base.double().numpy()
    return torch.from_numpy(a + alpha * projected(a - b, k)).to(aligned.dtype)


def by_reference(base, aligned, k, alpha=ALPHA):
    """The same with bfloat16 wherever the paper's script uses it: both models, the delta, the result."""
    if not aligned.is_floating_point():
        return aligned
    a, b = aligned.to(torch.bfloat16), base.to(torch.bfloat16)
    if a.dim() < 2:
        return a
    delta = a - b
    if k is None:
        return a + alpha * delta
    kept = torch.from_numpy(projected(delta.double().numpy(), k)).float()
    return (a + alpha * kept).to(torch.bfloat16)


def planted(rng, shape, noise):
    """A sum of six directions of decreasing strength, plus noise."""
    *batch, m, n = shape
    k = min(6, m, n)
    strengths = 0.5 * 0.8 ** np.arange(k)
    u = np.linalg.qr(rng.standard_normal((*batch, m, k)))[0]
    v = np.linalg.qr(rng.standard_normal((*batch, n, k)))[0]
    return (u * strengths) @ np.swapaxes(v, -1, -2) + noise * rng.standard_normal(shape)


def pair(rng, shapes, dtype, noise=0.01, base_dtype=None):
    base, aligned = {}, {}
    for name, shape in shapes.items():
        weights = 0.3 * rng.standard_normal(shape)
        move = planted(rng, shape, noise) if len(shape) > 1 else noise * rng.standard_normal(shape)
        base[name] = torch.from_numpy(weights).to(base_dtype or dtype)
        aligned[name] = torch.from_numpy(weights + move).to(dtype)
    return base, aligned


def save(tensors, folder, config=None, file="model.safetensors"):
    folder.mkdir(parents=True, exist_ok=True)
    save_file({n: t.contiguous() for n, t in tensors.items()}, folder / file, metadata={"format": "pt"})
    if config is not None:
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def save_sharded(shards, folder, config):
    files = [f"model-{i + 1:05}-of-{len(shards):05}.safetensors" for i in range(len(shards))]
    for file, shard in zip(files, shards):
        save(shard, folder, config, file)
    total = sum(t.numel() * t.element_size() for shard in shards for t in shard.values())
    where = {name: file for file, shard in zip(files, shards) for name in shard}
    index = {"metadata": {"total_size": total}, "weight_map": where}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


def expect(base, aligned, folder, ranks=(1, 6, None), how=hardened, prefix=""):
    for k in ranks:
        file = f"{prefix}rank-{k or 'full'}.safetensors"
        save({n: how(base[n], t, k) for n, t in aligned.items()}, folder / "expected", file=file)


def every_dtype(out):
    for i, (name, dtype) in enumerate(DTYPES.items()):
        rng = np.random.default_rng(100 + i)
        base, aligned = pair(rng, SHAPES, dtype)
        base["positions"] = aligned["positions"] = torch.arange(5)
        config = {"model_type": "llama", "dtype": str(dtype).removeprefix("torch.")}
        save(base, out / name / "base", config)
        save(aligned, out / name / "aligned", config)
        expect(base, aligned, out / name)
        if name in ("F32", "F16", "BF16"):
            expect(base, aligned, out / name, (6, None), by_reference, "reference-")


def large(out):
    """Sides of 256 and more, from which on the iteration is used; the f32 matrix is stored as factors to keep the fixture small."""
    shape = {"proj": (264, 256)}
    base, narrow = pair(np.random.default_rng(200), shape, torch.bfloat16, noise=0.002)
    _, single = pair(np.random.default_rng(200), shape, torch.float32, noise=0.002)
    save(base, out / "large" / "base", {"dtype": "bfloat16"})
    save(narrow, out / "large" / "aligned-bf16", {"dtype": "bfloat16"})
    save(single, out / "large" / "aligned-f32", {"dtype": "float32"})
    expect(base, narrow, out / "large", (6,))
    delta = (single["proj"].double() - base["proj"].double()).numpy()
    u, s, vt = np.linalg.svd(delta, full_matrices=False)
    factors = {"left": torch.from_numpy(ALPHA * u[:, :6] * s[:6]), "right": torch.from_numpy(vt[:6].T)}
    save(factors, out / "large" / "expected", file="factors-rank-6.safetensors")


def tied(out):
    """The output layer is tied to the embedding: stored by neither model, or only by the aligned one."""
    rng = np.random.default_rng(300)
    shapes = {"model.embed_tokens.weight": (30, 12), "model.layers.0.mlp.up_proj.weight": (20, 12)}
    config = {"model_type": "llama", "tie_word_embeddings": True, "dtype": "float32"}
    base, aligned = pair(rng, shapes, torch.float32)
    save(base, out / "tied" / "base", config)
    save(aligned, out / "tied" / "aligned", config)
    expect(base, aligned, out / "tied", (2,))
    embedding = base["model.embed_tokens.weight"]
    untied = dict(aligned)
    untied["lm_head.weight"] = (embedding.double() + torch.from_numpy(planted(rng, (30, 12), 0.01))).float()
    save(untied, out / "untied" / "aligned", config | {"tie_word_embeddings": False})
    expect(base | {"lm_head.weight": embedding}, untied, out / "untied", (2,))


def sharded(out):
    rng = np.random.default_rng(400)
    shapes = {f"layers.{i}.weight": (16, 10 + i) for i in range(4)} | {"norm.weight": (10,)}
    base, aligned = pair(rng, shapes, torch.float32)
    config = {"model_type": "llama", "torch_dtype": "float32", "text_config": {"torch_dtype": "float32"}}
    save(base, out / "sharded" / "base", config)
    names = list(aligned)
    save_sharded([{n: aligned[n] for n in names[:2]}, {n: aligned[n] for n in names[2:]}],
                 out / "sharded" / "aligned", config)
    (out / "sharded" / "aligned" / "tokenizer.json").write_text('{"version": "1.0"}')
    expect(base, aligned, out / "sharded", (3,))
    cast = {n: hardened(base[n].double(), t.double(), 3).to(torch.bfloat16) for n, t in aligned.items()}
    save(cast, out / "sharded" / "expected", file="bf16-rank-3.safetensors")


def adapters(out):
    """Real PEFT adapters; the expected weights come from PEFT's own merge, in float64."""
    from peft import LoraConfig, PeftModel, get_peft_model
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(500)
    config = LlamaConfig(vocab_size=64, hidden_size=32, intermediate_size=48, num_hidden_layers=2,
                         num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=False)
    LlamaForCausalLM(config).save_pretrained(out / "adapters" / "base")
    attention = ["q_proj", "v_proj"]
    kinds = {
        "plain": LoraConfig(r=4, lora_alpha=8, target_modules=attention),
        "rslora": LoraConfig(r=4, lora_alpha=8, target_modules=attention, use_rslora=True),
        "patterns": LoraConfig(r=4, lora_alpha=8, target_modules=attention + ["down_proj"],
                               rank_pattern={"down_proj": 6, "layers.1.self_attn.q_proj": 2},
                               alpha_pattern={"v_proj": 3}),
        "embedding": LoraConfig(r=4, lora_alpha=8, target_modules=["embed_tokens", "o_proj"],
                                modules_to_save=["lm_head"]),
    }
    base = load_file(out / "adapters" / "base" / "model.safetensors")
    for kind, lora in kinds.items():
        folder = out / "adapters" / kind
        model = get_peft_model(LlamaForCausalLM.from_pretrained(out / "adapters" / "base"), lora)
        for name, p in model.named_parameters():
            if "lora_" in name or "modules_to_save" in name:
                p.data += 0.1 * torch.randn_like(p)
        model.peft_config["default"].base_model_name_or_path = "base"
        model.save_pretrained(folder)
        (folder / "README.md").unlink(missing_ok=True)
        config = json.loads((folder / "adapter_config.json").read_text())
        config["target_modules"].sort()  # PEFT writes a set.
        (folder / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
        plain = LlamaForCausalLM.from_pretrained(out / "adapters" / "base", dtype=torch.float64)
        merged = PeftModel.from_pretrained(plain, folder).double().merge_and_unload().state_dict()
        changed = {n: t for n, t in merged.items() if not torch.equal(t, base[n].double())}
        expected = {n: hardened(base[n], t, 2).float() for n, t in changed.items()}
        save(expected, folder, file="expected-rank-2.safetensors")


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    makers = {"adapters": adapters}
    if importlib.util.find_spec("peft") is None:
        print("adapters: left as they are, the Python package peft is not installed")
        makers = {}
    for kept in out.iterdir() if out.exists() else ():
        if kept.name != "adapters" or makers:
            shutil.rmtree(kept)
    for make in (every_dtype, large, tied, sharded, *makers.values()):
        make(out)
    size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file())
    print(f"{out}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
