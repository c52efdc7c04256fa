# SPDX-License-Identifier: Apache-2.0
"""Makes the fixtures under lox-lm/src/test/resources/golden/training: the logs and final weights of transformers' Trainer,
peft and TRL when they train the tiny models of oracle/models.py, in float32 on one thread.

    python oracle/training.py [FOLDER [NAME ...]]

With names, only those cases are made and the others stay.
Needs trl 1.16 and datasets in addition to what models.py needs. Every case is trained a second time by a plain loop below
that shares only the model with the trainers: each row alone, without padding, its loss divided as the README says. A case
is written only if both agree. It records how far they are apart, which is the tolerance for another implementation. The
README beside the fixtures describes them and what each trainer does.
"""
import json
import math
import os
import shutil
import sys
import tempfile
import warnings
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path

import datasets
import numpy as np
import torch
import transformers
import trl
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from torch.nn.functional import logsigmoid
from transformers import PreTrainedTokenizerFast, PrinterCallback, Trainer, TrainingArguments

from models import OUT as MODELS, load  # Sets HF_HUB_OFFLINE.

os.environ["TQDM_DISABLE"] = "1"

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "lox-lm/src/test/resources/golden/training"
VOCABULARY, PAD, IGNORED = 64, 0, -100
CONSERVATIVE = 0.2
BETAS, EPSILON = (0.9, 0.999), 1e-8
CLOSE = {"loss": 2e-5, "grad_norm": 1e-4, "metrics": 2e-4}  # relative to the value, or to 1 if the value is smaller
README = """\
What transformers 5.23, peft 0.21 and TRL 1.16 do when they train the tiny models beside this folder (golden/models),
in float32 on one CPU thread, rows in order, no dropout. Made by `python oracle/training.py`. Tokens only: no tokenizer.

NAME.json:
  method: sft or dpo; model: a folder of golden/models, whose weights are upcast to float32 before training
  batch_size, accumulation, epochs, steps: rows are taken in order, batch_size at a time; a step is accumulation of
    these, the last step of an epoch what is left of it (no step spans two epochs)
  lr, schedule (linear, cosine, constant, constant_with_warmup), warmup (steps), clip (0: never), weight_decay, betas,
    epsilon; decayed: the parameters that weight_decay applies to, where it is not 0
  lora: null or rank, alpha, target_modules (as given to peft), modules (those that got an adapter); dropout is 0
  loss (dpo): beta, label_smoothing as given to TRL, terms: weights by TRL's names (sigmoid, robust, sft);
    conservative_label_smoothing in dpo-conservative, see below
  rows: sft {"ids", "learned"}: learned[i] = 1 where label i is not -100; label 0 is never predicted, whatever it says
        dpo {"prompt", "chosen", "rejected"}: ids; the sequence is prompt + chosen, only the second part counts
  log: one entry a step: step (from 1), loss, lr, grad_norm; sft: tokens, the number of predicted labels of the step;
    dpo: TRL's metrics by their names
  apart: how far a plain loop over unpadded rows is from this: loss, grad_norm, metrics relative (or absolute below 1),
    weights absolute; weights_moved: the largest change of a weight in training, for comparison
NAME.safetensors: weights at the end, float32: all of them in sft-llama-tied, layer 0 and the last norm for the other
  families, else a few tensors; the adapter with peft's names where there is one.
NAME.initial.safetensors: the adapter before the first step.

What the trainers do:
- Sft (Trainer): loss of a step = sum of -log p over every predicted label of all its micro-batches / their number in
  the whole step (num_items_in_batch), not a mean of means. The model shifts labels: label i is predicted at i - 1, and
  label 0 is not counted. A row without labels adds nothing. The logged loss is that sum. (A step without any label,
  not in these files: loss logged as 0, gradient 0.)
- lr of step s (from 0) with w of warm-up and n steps in all: lr * s / w while s < w, so the first step changes nothing
  where w > 0; then linear: lr * (n - s) / (n - w); cosine: lr * (1 + cos(pi * (s - w) / (n - w))) / 2; constant: lr,
  which in transformers has no warm-up at all (constant_with_warmup has). The logged lr is that of the step itself.
- grad_norm: norm over all trained parameters before clipping, each tensor's norm in float32; clipping multiplies by
  min(1, clip / (norm + 1e-6)). Clip 0: logged, never clipped.
- AdamW: decoupled decay, p *= 1 - lr * weight_decay before the update, bias correction, epsilon after the root.
  The Trainer decays what is neither a bias nor a norm: every matrix, embed_tokens and lm_head with them; adapters too.
- nn.Embedding has padding_idx = pad_token_id of config.json: where a model reads that token, its embedding gets no
  gradient from there (from lm_head it does, if tied). sft-llama-pad reads it; no other case has it.
- LoRA: W x + alpha / rank * B A x; A random, B zero; only A and B are trained and count for grad_norm.
- Dpo (DPOTrainer): log p of a completion is a sum, not a mean. Loss of a micro-batch = sum over terms of weight * mean
  over its pairs; loss of a step = mean over its micro-batches, whatever their number of pairs, divided by how many
  there really are. Metrics: means over a micro-batch, then means over micro-batches. sigmoid: -log s(z), z = beta *
  (log-ratio of chosen - of rejected). TRL's label_smoothing has no effect on sigmoid; it acts on robust: (-(1 - e)
  log s(z) + e log s(-z)) / (1 - 2e). The other smoothing, conservative DPO, -(1 - e) log s(z) - e log s(-z), is robust
  with e' = -e / (1 - 2e), so dpo-conservative (e = 0.2) is made with e' = -1/3. sft: - mean of log p over all chosen
  tokens of the micro-batch, longer rows counting more.
- rewards/* = beta * log-ratios, without any smoothing; accuracies: chosen strictly above rejected, so 0 as long as
  policy = reference: in step 1, and with warm-up in step 2, for step 1 has lr 0. They stay 0 only where both are
  computed alike, to the bit. logps/*: sums of log p.
- mean_token_accuracy, entropy, logits/*: over the chosen's completions, over both, mean logit over the vocabulary at
  the predicting positions of either.
- Reference of a LoRA policy: the same model with the adapter off. Precomputed and live references give the same here.
"""


@dataclass(frozen=True)
class Case:
    """One training run. rows: how many, if not exactly what its steps need. kept: the weights that go into the fixture, by
    parts of their names; layer 0's one-dimensional weights are always kept."""

    name: str
    model: str = "llama-tied-bias"
    method: str = "sft"
    steps: int = 20
    rows: int | None = None
    epochs: int = 1
    batch: int = 4
    accumulation: int = 2
    lr: float = 1e-3
    schedule: str = "linear"
    warmup: int = 3
    clip: float = 1.0
    decay: float = 0.0
    targets: list[str] | str | None = None
    terms: dict[str, float] = field(default_factory=lambda: {"sigmoid": 1.0})
    beta: float = 0.1
    smoothing: float = 0.0
    precomputed: bool = False
    pad_read: bool = False
    kept: tuple[str, ...] = ("model.norm", "layers.0.self_attn.q_proj")

    @property
    def count(self) -> int:
        return self.rows or self.steps * self.batch * self.accumulation // self.epochs


def family(name: str, **more) -> Case:
    return Case(f"sft-{name}", name, steps=5, warmup=2, kept=("model.norm", "layers.0."), **more)


def lora(case: Case, name: str, targets, **more) -> Case:
    return replace(case, name=name, targets=targets, lr=1e-2, **more)


LLAMA = Case("sft-llama-tied")
DPO = Case("dpo", "llama", "dpo", accumulation=1)
CASES = [
    replace(LLAMA, kept=("",)),
    *(family(name) for name in ("llama", "qwen2", "qwen3", "gemma2", "gemma3", "phi3", "mistral", "olmo2")),
    replace(LLAMA, name="sft-llama-decay", decay=0.1, lr=5e-3, steps=8),
    replace(LLAMA, name="sft-llama-cosine", schedule="cosine", steps=10),
    replace(LLAMA, name="sft-llama-constant", schedule="constant", warmup=0, steps=5),
    replace(LLAMA, name="sft-llama-warmup", schedule="constant_with_warmup", steps=6),
    replace(LLAMA, name="sft-llama-clip", clip=0.1, steps=10),
    replace(LLAMA, name="sft-llama-unclipped", clip=0.0, steps=5),
    replace(LLAMA, name="sft-llama-epochs", rows=18, steps=9, epochs=3),
    replace(LLAMA, name="sft-llama-pad", model="llama", steps=4, warmup=0, pad_read=True, kept=("embed_tokens",)),
    lora(LLAMA, "lora-qv", ["q_proj", "v_proj"]),
    lora(LLAMA, "lora-all", "all-linear"),
    lora(LLAMA, "lora-decay", ["q_proj", "v_proj"], decay=0.1, steps=5),
    lora(LLAMA, "lora-phi3", "all-linear", model="phi3", steps=5),
    lora(LLAMA, "lora-olmo2", "all-linear", model="olmo2", steps=5),
    replace(DPO, name="dpo-sigmoid"),
    replace(DPO, name="dpo-precomputed", precomputed=True, steps=5),
    replace(DPO, name="dpo-accumulated", batch=2, accumulation=2),
    replace(DPO, name="dpo-epochs", rows=14, steps=6, epochs=3, accumulation=3, warmup=1),
    replace(DPO, name="dpo-robust", terms={"robust": 1.0}, smoothing=0.2),
    replace(DPO, name="dpo-conservative", terms={"robust": 1.0}, smoothing=-CONSERVATIVE / (1 - 2 * CONSERVATIVE)),
    replace(DPO, name="dpo-sft", terms={"sigmoid": 1.0, "sft": 0.5}),
    lora(DPO, "dpo-lora", ["q_proj", "v_proj"]),
    replace(DPO, name="dpo-gemma2", model="gemma2", steps=5, beta=0.5),
]


def text(rng, n: int) -> list[int]:
    """Learnable tokens: each follows from the one before, except about every fourth."""
    ids = [int(rng.integers(3, VOCABULARY))]
    while len(ids) < n:
        ids.append(int(rng.integers(3, VOCABULARY)) if rng.random() < 0.25 else 3 + (7 * ids[-1] + 5) % (VOCABULARY - 3))
    return ids


def sft_rows(case: Case, rng) -> list[dict]:
    """Target tokens: all, only the end, two parts with a gap between them, and now and then none."""
    rows = []
    for i in range(case.count):
        ids = text(rng, int(rng.integers(5, 31)))
        learned = np.ones(len(ids), dtype=int)
        if i % 3 == 1:
            learned[:int(rng.integers(1, len(ids)))] = 0
        if i % 3 == 2:
            learned[len(ids) // 4:len(ids) // 2] = 0
        if i % 11 == 7:
            learned[:] = 0
        if case.pad_read:
            ids[len(ids) // 3] = PAD
        rows.append({"ids": ids, "learned": learned.tolist()})
    return rows


def dpo_rows(case: Case, rng) -> list[dict]:
    """Chosen sequences continue like the text; rejected ones are random and of other lengths."""
    rows = []
    for _ in range(case.count):
        ids, n = text(rng, int(rng.integers(6, 25))), int(rng.integers(1, 5))
        rejected = rng.integers(3, VOCABULARY, int(rng.integers(2, 20))).tolist()
        rows.append({"prompt": ids[:n], "chosen": ids[n:], "rejected": rejected})
    return rows


def adapted(case: Case, model):
    return get_peft_model(model, config_of_lora(case)) if case.targets else model


def config_of_lora(case: Case) -> LoraConfig:
    return LoraConfig(r=4, lora_alpha=8, lora_dropout=0.0, target_modules=case.targets, task_type="CAUSAL_LM")


def arguments(case: Case, kind, out: str, **more):
    return kind(
        output_dir=out, per_device_train_batch_size=case.batch, gradient_accumulation_steps=case.accumulation,
        num_train_epochs=case.epochs, learning_rate=case.lr, lr_scheduler_type=case.schedule, warmup_steps=case.warmup,
        max_grad_norm=case.clip, weight_decay=case.decay, optim="adamw_torch", train_sampling_strategy="sequential",
        logging_steps=1, save_strategy="no", report_to="none", disable_tqdm=True, use_cpu=True, bf16=False,
        gradient_checkpointing=False, remove_unused_columns=False, dataloader_pin_memory=False, **more)


def padded(rows: list[dict]) -> dict[str, torch.Tensor]:
    longest = max(len(r["ids"]) for r in rows)
    ids, labels = torch.full((len(rows), longest), PAD), torch.full((len(rows), longest), IGNORED)
    mask = torch.zeros_like(ids)
    for i, r in enumerate(rows):
        n, tokens = len(r["ids"]), torch.tensor(r["ids"])
        ids[i, :n], mask[i, :n] = tokens, 1
        labels[i, :n] = torch.where(torch.tensor(r["learned"]) == 1, tokens, IGNORED)
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}


def sft_trainer(case: Case, rows: list[dict], out: str) -> Trainer:
    torch.manual_seed(11)
    model = adapted(case, load(MODELS / case.model))
    return Trainer(model, arguments(case, TrainingArguments, out), data_collator=padded, train_dataset=rows)


class DpoOfIds(trl.DPOTrainer):
    """TRL tokenises whatever it gets; these rows are already tokens."""

    def _prepare_dataset(self, dataset, *rest):
        return dataset


def dpo_trainer(case: Case, rows: list[dict], out: str) -> DpoOfIds:
    words = WordLevel({str(i): i for i in range(VOCABULARY)}, unk_token="0")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=Tokenizer(words), pad_token="0", eos_token="2")
    how = arguments(case, trl.DPOConfig, out, beta=case.beta, loss_type=list(case.terms), label_smoothing=case.smoothing,
                    loss_weights=list(case.terms.values()), precompute_ref_log_probs=case.precomputed, seed=11)
    reference = None if case.targets or case.precomputed else load(MODELS / case.model)
    data = datasets.Dataset.from_list([{f"{k}_ids": v for k, v in row.items()} for row in rows])
    return DpoOfIds(load(MODELS / case.model), reference, how, train_dataset=data, processing_class=tokenizer,
                    peft_config=config_of_lora(case) if case.targets else None)


def weights(case: Case, model) -> dict[str, torch.Tensor]:
    """Weights as saved: adapters with peft's names, a tied lm_head only once."""
    if case.targets:
        found = get_peft_model_state_dict(model)
    else:
        found = {n: p for n, p in model.named_parameters()}
        assert found.keys() == load_all(MODELS / case.model).keys(), case.name
    return {n: t.detach().clone() for n, t in found.items()}


def load_all(folder: Path) -> dict[str, torch.Tensor]:
    return {n: t for f in folder.glob("model*.safetensors") for n, t in load_file(f).items()}


def windows(case: Case, rows: list[dict]):
    """The micro-batches of each step."""
    for _ in range(case.epochs):
        micro = [rows[at:at + case.batch] for at in range(0, len(rows), case.batch)]
        for at in range(0, len(micro), case.accumulation):
            yield micro[at:at + case.accumulation]


def learning_rate(case: Case, step: int) -> float:
    if case.schedule == "constant":
        return case.lr
    if step < case.warmup:
        return case.lr * step / case.warmup
    done = (step - case.warmup) / (case.steps - case.warmup)
    return case.lr * {"linear": 1 - done, "cosine": (1 + math.cos(math.pi * done)) / 2, "constant_with_warmup": 1}[case.schedule]


def logps(model, ids: list[int]) -> torch.Tensor:
    """Log-probability of each token after the first."""
    tokens = torch.tensor(ids)
    return model(tokens[None]).logits[0, :-1].log_softmax(-1).gather(1, tokens[1:, None])[:, 0]


def sft_by_hand(model, micro: list[list[dict]]) -> tuple[float, dict]:
    tokens, total = sum(sum(r["learned"][1:]) for rows in micro for r in rows), 0.0
    for row in (r for rows in micro for r in rows):
        loss = -(logps(model, row["ids"]) * torch.tensor(row["learned"][1:])).sum() / tokens
        loss.backward()
        total += loss.item()
    return total, {"tokens": tokens}


def dpo_by_hand(case: Case, model, reference, micro: list[list[dict]]) -> tuple[float, dict]:
    total, seen = 0.0, []
    for rows in micro:
        loss, tokens, share = 0.0, sum(len(r["chosen"]) for r in rows), len(rows) * len(micro)
        for row in rows:
            n, sides = len(row["prompt"]), (row["prompt"] + row["chosen"], row["prompt"] + row["rejected"])
            policy = [logps(model, ids)[n - 1:] for ids in sides]
            with torch.no_grad():
                before = [logps(reference, ids)[n - 1:].sum() for ids in sides]
            reward = [case.beta * (p.sum() - b) for p, b in zip(policy, before)]
            z, e = reward[0] - reward[1], case.smoothing
            loss = loss + case.terms.get("sigmoid", 0) * -logsigmoid(z) / share
            loss = loss + case.terms.get("sft", 0) * -policy[0].sum() / tokens / len(micro)
            robust = (-(1 - e) * logsigmoid(z) + e * logsigmoid(-z)) / (1 - 2 * e)
            loss = loss + case.terms.get("robust", 0) * robust / share
            values = [*reward, z, float(reward[0] > reward[1]), *(p.sum() for p in policy)]
            seen.append([float(v) / share for v in values])
        loss.backward()
        total += loss.item()
    names = ["rewards/chosen", "rewards/rejected", "rewards/margins", "rewards/accuracies", "logps/chosen", "logps/rejected"]
    return total, dict(zip(names, np.sum(seen, 0).tolist()))


def by_hand(case: Case, rows: list[dict], initial: dict, decayed: list[str]):
    """The same training without any trainer, row by row."""
    model = adapted(case, load(MODELS / case.model)).train()
    if case.targets:
        for name, p in model.named_parameters():
            if "lora_" in name:
                p.data.copy_(initial[name.replace(".default", "")])
    reference, log = load(MODELS / case.model), []
    named = {n: p for n, p in model.named_parameters() if p.requires_grad}
    groups = [{"params": [p for n, p in named.items() if (n in decayed) == yes], "weight_decay": case.decay * yes}
              for yes in (True, False)]
    optimizer = torch.optim.AdamW(groups, case.lr, BETAS, EPSILON, foreach=False)
    for step, micro in enumerate(windows(case, rows)):
        one = sft_by_hand(model, micro) if case.method == "sft" else dpo_by_hand(case, model, reference, micro)
        norm = torch.sqrt(sum(p.grad.double().square().sum() for p in named.values() if p.grad is not None)).item()
        for p in named.values():
            if case.clip:
                p.grad.mul_(min(1.0, case.clip / (norm + 1e-6)))
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(case, step)
        log.append({"step": step + 1, "loss": one[0], "lr": learning_rate(case, step), "grad_norm": norm} | one[1])
        optimizer.step()
        optimizer.zero_grad()
    return log, weights(case, model)


def logged(trainer) -> list[dict]:
    entries = [e for e in trainer.state.log_history if "grad_norm" in e]
    dropped = ("epoch", "step", "loss", "grad_norm", "learning_rate", "num_tokens")
    log = [{"step": e["step"], "loss": e["loss"], "lr": e["learning_rate"], "grad_norm": e["grad_norm"]}
           | {k: v for k, v in e.items() if k not in dropped} for e in entries]
    return [{k: v if k in ("step", "lr") else float(f"{v:.9g}") for k, v in e.items()} for e in log]


def relative(a: float, b: float) -> float:
    return abs(a - b) / max(1.0, abs(a))


def compared(case: Case, log, ended, plain, plain_ended, initial) -> dict[str, float]:
    assert len(log) == len(plain) == case.steps, (case.name, len(log), len(plain))
    apart = {"loss": 0.0, "grad_norm": 0.0, "metrics": 0.0}
    for ours, theirs in zip(plain, log):
        assert math.isclose(ours["lr"], theirs["lr"], rel_tol=1e-9, abs_tol=1e-15), (case.name, ours, theirs)
        for key in ours.keys() & theirs.keys() - {"step", "lr", "tokens"}:
            kind = key if key in apart else "metrics"
            apart[kind] = max(apart[kind], relative(theirs[key], ours[key]))
    apart["weights"] = max((ended[n] - plain_ended[n]).abs().max().item() for n in ended)
    apart["weights_moved"] = max((ended[n] - initial[n]).abs().max().item() for n in ended)
    for key, bound in CLOSE.items():
        assert apart[key] <= bound, (case.name, apart)
    assert apart["weights"] <= 0.02 * apart["weights_moved"], (case.name, apart)
    return {k: float(f"{v:.2g}") for k, v in apart.items() if case.method == "dpo" or k != "metrics"}


def telling(case: Case, log: list[dict], rows: list[dict], ended: dict, initial: dict):
    """Each fixture must detect the setting it tests."""
    if case.method == "sft" and case.accumulation > 1:
        counts = [[sum(sum(r["learned"][1:]) for r in rows) for rows in micro] for micro in windows(case, rows)]
        assert any(max(c) > 1.3 * min(c) for c in counts if len(c) > 1), case.name
    if case.clip and case.method == "sft" and not case.targets:
        assert any(e["grad_norm"] > 1.2 * case.clip for e in log), (case.name, [e["grad_norm"] for e in log])
    if case.pad_read:
        assert torch.equal(ended["model.embed_tokens.weight"][PAD], initial["model.embed_tokens.weight"][PAD])
    assert case.steps < 20 or log[-1]["loss"] < log[0]["loss"], (case.name, log[0], log[-1])


def part(case: Case, every: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    if case.targets:
        return every
    return {n: t for n, t in every.items() if any(k in n for k in case.kept) or (".0." in n and t.dim() == 1)}


def save(tensors: dict[str, torch.Tensor], file: Path):
    save_file({n: t.float().contiguous() for n, t in tensors.items()}, file, metadata={"format": "pt"})


def pretty(golden: dict) -> str:
    """One line per row and per step, so that a diff shows where a change is."""
    def lines(items):
        return "[\n" + ",\n".join("    " + json.dumps(i) for i in items) + "\n  ]"
    shown = {k: lines(v) if k in ("rows", "log") else json.dumps(v) for k, v in golden.items()}
    return "{\n" + ",\n".join(f'  "{k}": {v}' for k, v in shown.items()) + "\n}\n"


def make(case: Case, out: Path):
    rng = np.random.Generator(np.random.PCG64(zlib.crc32(case.name.encode())))
    if case.name.startswith("dpo-") and not case.rows:
        rng = np.random.Generator(np.random.PCG64(700))  # The same pairs, so that cases can be compared.
    rows = (sft_rows if case.method == "sft" else dpo_rows)(case, rng)
    with tempfile.TemporaryDirectory() as scratch:
        trainer = (sft_trainer if case.method == "sft" else dpo_trainer)(case, rows, scratch)
        initial = weights(case, trainer.model)
        chosen = trainer.get_decay_parameter_names(trainer.model) if case.decay else []
        # It names both of two tied weights; the optimizer has them once, like named_parameters().
        decayed = sorted(n for n, p in trainer.model.named_parameters() if n in chosen and p.requires_grad)
        trainer.remove_callback(PrinterCallback)
        trainer.train()
        log, ended = logged(trainer), weights(case, trainer.model)
    plain, plain_ended = by_hand(case, rows, initial, decayed)
    if case.method == "sft":
        log = [e | {"tokens": p["tokens"]} for e, p in zip(log, plain)]
    apart = compared(case, log, ended, plain, plain_ended, initial)
    telling(case, log, rows, ended, initial)
    golden = {
        "method": case.method, "model": case.model, "batch_size": case.batch, "accumulation": case.accumulation,
        "epochs": case.epochs, "steps": case.steps, "lr": case.lr, "schedule": case.schedule, "warmup": case.warmup,
        "clip": case.clip, "weight_decay": case.decay, "betas": BETAS, "epsilon": EPSILON,
        "decayed": [n.replace(".default", "") for n in decayed], "lora": None}
    if case.targets:
        modules = sorted({n.removeprefix("base_model.model.").rsplit(".lora_")[0] for n in ended})
        golden["lora"] = {"rank": 4, "alpha": 8, "target_modules": case.targets, "modules": modules}
        save(initial, out / f"{case.name}.initial.safetensors")
    if case.method == "dpo":
        golden["loss"] = {"beta": case.beta, "terms": case.terms, "label_smoothing": case.smoothing}
        if case.smoothing < 0:
            golden["loss"]["conservative_label_smoothing"] = CONSERVATIVE
    (out / f"{case.name}.json").write_text(pretty(golden | {"apart": apart, "rows": rows, "log": log}))
    save(part(case, ended), out / f"{case.name}.safetensors")
    print(f"{case.name:20} loss {log[0]['loss']:.4f} to {log[-1]['loss']:.4f}  norm {log[0]['grad_norm']:.3f}  {apart}", flush=True)


def main():
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    datasets.disable_progress_bars()
    warnings.simplefilter("ignore")
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    names = sys.argv[2:]
    if out.exists() and not names:
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        if not names or case.name in names:
            make(case, out)
    (out / "README").write_text(README)
    print(f"{out}: {sum(f.stat().st_size for f in out.iterdir()) / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
