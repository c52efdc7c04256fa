# SPDX-License-Identifier: Apache-2.0
"""Compares a hardened checkpoint with W_al + alpha * Proj_k(W_al - W_base) computed in float64.

    python oracle/check.py --base B --aligned A --hardened H --rank 6 --alpha 1.25

--rank takes a number, full, or lox (each tensor's rank as H/lox.json has it). Exit status 1 if a bound does not hold:
16-bit and smaller types: at least 99.9 % of the elements equal the float64 result rounded once; float32 and wider:
the error is at most 1e-4 of the update, in Frobenius norm.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

BOUND, EQUAL = 1e-4, 0.999
MADE = {"lox.json", "README.md"}


class Folder:
    """A model folder's weight files, in the order of their bytes."""

    def __init__(self, path):
        self.path = Path(path)
        self.files = {f.name: safe_open(f, "pt") for f in sorted(self.path.glob("*.safetensors"))}
        self.headers = {name: header(self.path / name) for name in self.files}
        self.where = {t: f for name, f in self.files.items() for t in f.keys()}
        self.config = json.loads((self.path / "config.json").read_text()) if (self.path / "config.json").exists() else {}

    def tensor(self, name):
        if name in self.where:
            return self.where[name].get_tensor(name)
        if name.endswith("lm_head.weight") and self.config.get("tie_word_embeddings", True):
            return self.tensor(next(t for t in self.where if t.endswith("embed_tokens.weight")))
        return None

    def side_files(self):
        return {p.relative_to(self.path): p.read_bytes() for p in self.path.rglob("*")
                if p.is_file() and p.suffix != ".safetensors" and p.name not in MADE}


def header(path):
    with open(path, "rb") as f:
        return json.loads(f.read(int.from_bytes(f.read(8), "little")))


def in_order(head):
    """(name, dtype, shape) in the order of the bytes, and the metadata."""
    tensors = [(v["data_offsets"], k, v["dtype"], v["shape"]) for k, v in head.items() if k != "__metadata__"]
    return [t[1:] for t in sorted(tensors)], head.get("__metadata__")


def update(delta, k, alpha):
    if k is None:
        return alpha * delta
    u, s, vt = np.linalg.svd(delta, full_matrices=False)
    return alpha * (u[..., :k] * s[..., None, :k]) @ vt[..., :k, :]


def layout_complaints(aligned, hardened, cast):
    if list(aligned.headers) != list(hardened.headers):
        yield f"weight files: expected {list(aligned.headers)}, got {list(hardened.headers)}"
        return
    for name in aligned.headers:
        (expected, metadata), (got, got_metadata) = in_order(aligned.headers[name]), in_order(hardened.headers[name])
        drop = (lambda ts: [(n, s) for n, _, s in ts]) if cast else list
        if drop(expected) != drop(got):
            yield f"{name}: names, order, dtypes or shapes differ"
        if metadata != got_metadata:
            yield f"{name}: metadata, expected {metadata}, got {got_metadata}"
    sides, got_sides = aligned.side_files(), hardened.side_files()
    for path in sides.keys() | got_sides.keys():
        rewritten = cast and path.name in ("config.json", "model.safetensors.index.json")
        if not rewritten and sides.get(path) != got_sides.get(path):
            yield f"{path}: differs from the aligned model's"


def compare(base, aligned, hardened, k, alpha):
    """(figure, whether it holds): the relative error for wide types, the share of unequal elements for narrow ones."""
    if aligned.dim() < 2 or not aligned.is_floating_point():
        same = torch.equal(aligned.to(hardened.dtype).view(torch.uint8), hardened.contiguous().view(torch.uint8)) \
            if aligned.dim() else torch.equal(aligned.to(hardened.dtype), hardened)
        return (0.0 if same else 1.0), same, "copied"
    a, got = aligned.double().numpy(), hardened.double().numpy()
    rows = min(len(a), len(base)) if a.ndim == 2 else len(a)  # Rows beyond the base's are copied.
    moved = np.zeros_like(a)
    moved[:rows] = update(a[:rows] - base.double().numpy(), k, alpha)
    if hardened.element_size() >= 4:
        size = np.linalg.norm(moved)
        error = np.linalg.norm(got - (a + moved)) / (size if size > 0 else 1)
        return error, bool(error <= BOUND), "error"
    unequal = 1 - float((hardened.double() == torch.from_numpy(a + moved).to(hardened.dtype).double()).double().mean())
    return unequal, bool(unequal <= 1 - EQUAL), "unequal"


def main():
    parser = argparse.ArgumentParser()
    for name in ("base", "aligned", "hardened"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--rank", default="6")
    parser.add_argument("--alpha", type=float, default=1.25)
    parser.add_argument("--cast", action="store_true", help="the result was requested in another dtype")
    args = parser.parse_args()
    base, aligned, hardened = Folder(args.base), Folder(args.aligned), Folder(args.hardened)
    complaints = list(layout_complaints(aligned, hardened, args.cast))
    recorded = json.loads((hardened.path / "lox.json").read_text())["tensors"] if args.rank == "lox" else {}
    rows = []
    for name in aligned.where:
        if args.rank == "lox":
            k = recorded[name].get("rank", 1)
        else:
            k = None if args.rank in ("full", "0") else int(args.rank)
        got = hardened.tensor(name)
        if got is None:
            continue
        figure, holds, kind = compare(base.tensor(name), aligned.tensor(name), got, k, args.alpha)
        rows.append((figure, name, kind, holds))
        if not holds:
            complaints.append(f"{name}: {kind} {figure:.3g}")
    rows.sort(reverse=True)
    for figure, name, kind, _ in rows[:5]:
        print(f"{figure:10.3g} {kind:8} {name}")
    touched = [r for r in rows if r[2] != "copied"]
    print(f"{len(rows)} tensors, {len(touched)} hardened; mean {np.mean([r[0] for r in touched]):.3g}, worst {touched[0][0]:.3g}")
    for c in complaints:
        print("FAILED", c)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
