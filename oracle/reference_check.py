# SPDX-License-Identifier: Apache-2.0
"""Compares a --compat reference result with the output of the paper's own script.

    python oracle/reference_check.py --reference-out DIR --ours DIR

Prints, per tensor, the share of equal elements and how many bfloat16 steps apart the others are. Exits with 1 below 99.9 %.
"""
import argparse
import sys
from collections import Counter

import torch

from check import Folder


def steps(t):
    """bfloat16 bits as integers in the order of the numbers: neighbours differ by one, and both zeros are 0."""
    bits = t.to(torch.bfloat16).contiguous().view(torch.int16).int()
    return torch.where(bits < 0, -(bits & 0x7FFF), bits)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--reference-out", required=True)
    parser.add_argument("--ours", required=True)
    args = parser.parse_args()
    reference, ours = Folder(args.reference_out), Folder(args.ours)
    apart, shares = Counter(), []
    for name in ours.where:
        theirs = reference.tensor(name)
        if theirs is None:
            sys.exit(f"{name}: not in {args.reference_out}")
        distance = (steps(ours.tensor(name)) - steps(theirs)).abs().flatten()
        values, counts = distance.unique(return_counts=True)
        apart.update(dict(zip(values.tolist(), counts.tolist())))
        shares.append((float((distance == 0).double().mean()), name, int(distance.max())))
    for share, name, furthest in sorted(shares)[:5]:
        print(f"{100 * share:9.4f} % equal, at most {furthest} steps apart: {name}")
    total = sum(apart.values())
    print(f"{total} elements: {100 * apart[0] / total:.5f} % equal")
    for distance in sorted(d for d in apart if d)[:8]:
        print(f"{distance:6} steps apart: {apart[distance]}")
    print(f"furthest: {max(apart)} steps")
    sys.exit(0 if apart[0] >= 0.999 * total else 1)


if __name__ == "__main__":
    main()
