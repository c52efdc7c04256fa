# SPDX-License-Identifier: Apache-2.0
"""Makes lox-lm/src/test/resources/golden/schedules.json: learning rates from transformers, and orders of rows.

    python oracle/schedules.py

The orders come from a second implementation of SplitMix64 and Fisher-Yates.
"""
import json
from pathlib import Path

import torch
from transformers import get_scheduler

OUT = Path(__file__).resolve().parent.parent / "lox-lm/src/test/resources/golden/schedules.json"
MASK = 2**64 - 1


def rates(name, lr, warmup, total):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    if name == "constant" and warmup:
        name = "constant_with_warmup"
    scheduler = get_scheduler(name, optimizer, num_warmup_steps=warmup, num_training_steps=total)
    values = []
    for _ in range(total + 2):
        values.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return values


class SplitMix:
    def __init__(self, state):
        self.state = state & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return z ^ z >> 31

    def below(self, bound):
        while True:
            bits = self.next() >> 1
            if bits - bits % bound + bound <= 2**63:
                return bits % bound


def order(seed, epoch, rows):
    random = SplitMix(SplitMix(SplitMix(seed).next() + epoch).next())
    places = list(range(rows))
    for i in range(rows - 1, 0, -1):
        j = random.below(i + 1)
        places[i], places[j] = places[j], places[i]
    return places


schedules = [
    {"name": name, "lr": lr, "warmup": warmup, "total": total, "rates": rates(name, lr, warmup, total)}
    for name in ("linear", "cosine", "constant")
    for lr, warmup, total in ((5e-5, 0, 7), (2e-5, 4, 11), (1e-3, 1, 1), (1e-4, 5, 5))
]
orders = [
    {"seed": seed, "epoch": epoch, "rows": rows, "order": order(seed, epoch, rows)}
    for seed, epoch, rows in ((42, 0, 10), (42, 1, 10), (-1, 3, 17), (0, 0, 1))
]
lines = ",\n  ".join(json.dumps(x) for x in schedules), ",\n  ".join(json.dumps(x) for x in orders)
OUT.write_text('{"schedules": [\n  %s\n], "orders": [\n  %s\n]}\n' % lines)
