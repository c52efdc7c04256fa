# SPDX-License-Identifier: Apache-2.0
"""Makes lox-harden/src/test/resources/repairs: a tiny base, aligned and fine-tuned model, and the result of each
repair in float64.

    python oracle/repairs.py [FOLDER]

The formulas are those of docs/methods.md, computed naively: whole matrices, full SVDs, C formed.
"""
import shutil
import sys
from pathlib import Path

import numpy as np
import torch

from goldens import HERE, planted, projected, save

OUT = HERE.parent / "lox-harden/src/test/resources/repairs"
SHAPES = {"tall": (40, 12), "wide": (12, 40), "square": (24, 24), "experts": (3, 10, 14), "norm": (16,)}
WITH_ALIGNMENT = {"square"}
THRESHOLD = 0.65


def resta(base, aligned, tuned, k, alpha):
    return tuned if tuned.ndim < 2 else tuned + alpha * projected(aligned - base, k)


def wise(aligned, tuned, alpha):
    return (1 - alpha) * aligned + alpha * tuned


def safe(base, aligned, tuned):
    """The weights and the cosine of one matrix."""
    v, d = aligned - base, tuned - aligned
    c = v @ v.T / np.linalg.norm(v)
    cosine = np.sum(c @ d * d) / np.linalg.norm(c @ d) / np.linalg.norm(d)
    return (aligned + c @ d if cosine < THRESHOLD else tuned), cosine


def safelora(name, base, aligned, tuned):
    if tuned.ndim < 2:
        return tuned
    shape = tuned.shape
    parts = [safe(*three) for three in zip(*(w.reshape(-1, *shape[-2:]) for w in (base, aligned, tuned)))]
    print(f"{name}: cosines {[round(float(c), 3) for _, c in parts]}")
    return np.stack([w for w, _ in parts]).reshape(shape)


def trio(rng, dtype):
    base, aligned, tuned = {}, {}, {}
    for name, shape in SHAPES.items():
        weights = 0.3 * rng.standard_normal(shape)
        if len(shape) < 2:
            move, tuning = 0.01 * rng.standard_normal(shape), 0.01 * rng.standard_normal(shape)
        else:
            move, tuning = planted(rng, shape, 0.01), planted(rng, shape, 0.02)
            if name in WITH_ALIGNMENT:
                tuning = move @ rng.standard_normal((shape[-1], shape[-1])) / shape[-1]
        base[name], aligned[name], tuned[name] = (
            torch.from_numpy(w).to(dtype) for w in (weights, weights + move, weights + move + tuning))
    for model in (base, aligned, tuned):
        model["positions"] = torch.arange(5)
    return base, aligned, tuned


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    if out.exists():
        shutil.rmtree(out)
    for i, (kind, dtype) in enumerate({"F64": torch.float64, "F32": torch.float32, "BF16": torch.bfloat16}.items()):
        models = trio(np.random.default_rng(700 + i), dtype)
        for name, model in zip(("base", "aligned", "finetuned"), models):
            save(model, out / kind / name, {"model_type": "llama", "dtype": str(dtype).removeprefix("torch.")})
        repairs = {
            "resta-full": lambda n, b, a, t: resta(b, a, t, None, 0.5),
            "resta-2": lambda n, b, a, t: resta(b, a, t, 2, -0.75),
            "wise-ft": lambda n, b, a, t: wise(a, t, 0.3),
            "safelora": safelora,
        }
        for repair, formula in repairs.items():
            expected = {}
            for name in models[0]:
                stored = [m[name] for m in models]
                expected[name] = stored[2] if not stored[2].is_floating_point() else torch.from_numpy(
                    np.asarray(formula(name, *(t.double().numpy() for t in stored)))).to(dtype)
            save(expected, out / kind / "expected", file=f"{repair}.safetensors")
    size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file())
    print(f"{out}: {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
