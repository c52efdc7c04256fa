# SPDX-License-Identifier: Apache-2.0
"""Makes the fixtures under lox-study/src/test/resources/golden/landscape: tiny models, the plane they span, and the
models at points of it, in float64.

    python oracle/landscape.py [FOLDER]

The plane is computed on whole vectors of weights, as in the paper's script: d1 = m2 - m1; d2 = the mean of m3 - m1 and
m4 - m2 (with three models m3 - m1), made orthogonal to d1 by Gram-Schmidt and scaled to its length. Lengths are in units
of d1. The bytes are the same for the same versions of numpy and torch.
"""
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

OUT = Path(__file__).resolve().parent.parent / "lox-study/src/test/resources/golden/landscape"
CONFIG = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 24, "hidden_size": 8,
    "intermediate_size": 12, "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
    "max_position_embeddings": 32, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "hidden_act": "silu",
    "attention_bias": False, "mlp_bias": False, "bos_token_id": 1, "eos_token_id": 2,
}
LAYER = "model.layers.0."
SHAPES = {
    "model.embed_tokens.weight": (24, 8), LAYER + "input_layernorm.weight": (8,),
    LAYER + "self_attn.q_proj.weight": (8, 8), LAYER + "self_attn.k_proj.weight": (4, 8),
    LAYER + "self_attn.v_proj.weight": (4, 8), LAYER + "self_attn.o_proj.weight": (8, 8),
    LAYER + "post_attention_layernorm.weight": (8,), LAYER + "mlp.gate_proj.weight": (12, 8),
    LAYER + "mlp.up_proj.weight": (12, 8), LAYER + "mlp.down_proj.weight": (8, 12), "model.norm.weight": (8,),
}
OUTPUT = {"lm_head.weight": (24, 8)}
TYPES = (torch.bfloat16, torch.float32, torch.float16, torch.float64)
POINTS = ((-0.5, 0.75), (1.5, -1.25), (2.0 / 3, 3.0))


def save(tensors, folder, tied):
    folder.mkdir(parents=True)
    save_file({n: t.contiguous() for n, t in tensors.items()}, folder / "model.safetensors", metadata={"format": "pt"})
    (folder / "config.json").write_text(json.dumps({**CONFIG, "tie_word_embeddings": tied}, indent=2) + "\n")


def models(rng, shapes, count):
    """Each is the first plus its own difference; stored in four types, so that the test also covers reading them."""
    first = {n: 0.3 * rng.standard_normal(s) + (len(s) == 1) for n, s in shapes.items()}
    ways = [{n: 0.1 * (k > 0) * rng.standard_normal(s) for n, s in shapes.items()} for k in range(count)]
    if count == 4:  # the fourth is the second after almost the same change as the third
        ways[3] = {n: ways[1][n] + ways[2][n] + 0.5 * ways[3][n] for n in shapes}
    return [{n: torch.from_numpy(first[n] + way[n]).to(t) for n in shapes} for way, t in zip(ways, TYPES)]


def flat(tensors):
    return np.concatenate([t.double().numpy().ravel() for t in tensors.values()])


def shaped(vector, shapes):
    ends = np.cumsum([np.prod(s) for s in shapes.values()])
    parts = np.split(vector, ends[:-1])
    return {n: torch.from_numpy(p.reshape(s)) for (n, s), p in zip(shapes.items(), parts)}


def make(rng, out, shapes, count):
    tied = "lm_head.weight" not in shapes
    made = models(rng, shapes, count)
    for i, m in enumerate(made):
        save(m, out / f"m{i + 1}", tied)
    m = [flat(t) for t in made]
    d1 = m[1] - m[0]
    d2 = m[2] - m[0] if count == 3 else ((m[2] - m[0]) + (m[3] - m[1])) / 2
    d2 = d2 - (d2 @ d1) / (d1 @ d1) * d1
    unit = np.linalg.norm(d1)
    d2 *= unit / np.linalg.norm(d2)
    marks = []
    for v in m:
        x, y = (v - m[0]) @ d1 / unit**2, (v - m[0]) @ d2 / unit**2
        marks.append([x, y, np.linalg.norm(v - m[0] - x * d1 - y * d2) / unit])
    for i, (x, y) in enumerate(POINTS):
        save(shaped(m[0] + x * d1 + y * d2, shapes), out / f"point{i + 1}", tied)
    expected = {"unit": unit, "marks": marks, "points": POINTS}
    (out / "plane.json").write_text(json.dumps(expected) + "\n")


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    shutil.rmtree(out, ignore_errors=True)
    rng = np.random.default_rng(20250618)
    make(rng, out / "four", {**SHAPES, **OUTPUT}, 4)
    make(rng, out / "three", SHAPES, 3)


if __name__ == "__main__":
    main()
