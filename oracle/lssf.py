# SPDX-License-Identifier: Apache-2.0
"""Makes lox-harden/src/test/resources/lssf: a hardened and a repaired model by LSSF (arXiv 2602.00038) in float64, from the
models that repairs.py made.

    python oracle/lssf.py [FOLDER]

Computed naively, as the paper writes it: full SVDs, U' = U_r diag(a), U'U'^T times the delta.
"""
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from goldens import save
from repairs import OUT as MODELS

OUT = MODELS.parent / "lssf"
ETA, FIRST = 0.8, 1.5


def added(delta, name):
    """U'U'^T delta of one matrix."""
    u, s, _ = np.linalg.svd(delta, full_matrices=False)
    p = s**2 / np.sum(s**2)
    entropy = np.cumsum(-p * np.log(p))
    r = int(np.argmax(entropy / entropy[-1] >= ETA)) + 1
    print(f"{name}: rank {r} of {len(s)}")
    a = 1 + (FIRST - 1) * (s[:r] - s[r - 1]) / (s[0] - s[r - 1]) if r > 1 else np.ones(1)
    scaled = u[:, :r] * a
    return scaled @ (scaled.T @ delta)


def moved(name, target, base, aligned, alpha):
    if not target.is_floating_point() or target.dim() < 2:
        return target
    delta = aligned.double().numpy() - base.double().numpy()
    shape = delta.shape
    parts = np.stack([added(d, name) for d in delta.reshape(-1, *shape[-2:])]).reshape(shape)
    return torch.from_numpy(target.double().numpy() + alpha * parts).to(target.dtype)


def main():
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    for kind in ("F64", "F32", "BF16"):
        base, aligned, tuned = (load_file(MODELS / kind / n / "model.safetensors") for n in ("base", "aligned", "finetuned"))
        for result, target, alpha in (("harden", aligned, 1.25), ("resta", tuned, 0.5)):
            weights = {n: moved(n, target[n], base[n], aligned[n], alpha) for n in base}
            save(weights, out / kind, file=f"{result}.safetensors")


if __name__ == "__main__":
    main()
