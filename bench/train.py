# SPDX-License-Identifier: Apache-2.0
"""Training by LoX, a plain PyTorch loop, transformers' Trainer and TRL, in float32 on the same rows in the same order.

    python bench/train.py MODEL --gsm8k FILE --pairs FILE [--steps 12] [--rounds 3] [--parts sft-completion,sft-full,dpo]

MODEL is a Llama-like folder, --gsm8k rows of question and answer, --pairs of chosen and rejected dialogues (HH-RLHF);
jsonl, .gz too. Needs torch, transformers, trl and datasets. Every program trains in its own process, one after
the other, and times its steps after loading. Tokens are those of the rows; padding is never counted. No program recomputes
activations; all clip gradients and use AdamW. The number of --max-length rows in a packed batch is chosen so that it holds
about as many tokens as an unpacked batch, so that optimizer steps are comparable.
"""

import argparse
import gzip
import json
import multiprocessing
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import threading
import time
import warnings

import peers

LOX = str(pathlib.Path(__file__).resolve().parent.parent / "lox")
ALPACA = (
    "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n"
    "### Instruction:\n{}\n\n### Response:"
)
WARM = 2  # Steps excluded from the median.
IGNORED = -100
RATE = 2e-5
BETA = 0.1
TURN = "\n\nAssistant:"


def recipe(args, part):
    """Our figures, from the log file; the only place that depends on its field names."""
    common = {
        "method": "dpo" if part == "dpo" else "sft",
        "epochs": 1,
        "batch_size": args.pairs_batch if part == "dpo" else args.batch,
        "max_length": args.max_length,
        "shuffle": False,
        "recompute": False,
        "optimizer": {"lr": RATE, "schedule": "constant", "clip": 1.0},
    }
    if part == "dpo":
        return common | {"format": "raw", "dpo": {"beta": BETA}}
    return common | {"format": "alpaca", "loss": "completion" if part == "sft-completion" else "full"}


def yaml(values, indent=""):
    for key, value in values.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:\n" + "".join(yaml(value, indent + "  "))
        else:  # YAML 1.1 reads 2e-05 as text.
            yield f"{indent}{key}: " + (f"{value:.8f}" if isinstance(value, float) else json.dumps(value)) + "\n"


def command(args, part, folder):
    how = [LOX, "align" if part == "dpo" else "finetune", "--model", args.model, "--recipe", f"{folder}/recipe.yaml"]
    how += ["--data", f"{folder}/rows.jsonl", "--out", f"{folder}/out", "--threads", str(args.threads), "--quiet"]
    return how + args.lox_options.split()


def as_pairs(rows):
    """Prompts and replies as the other programs get them: split by characters, not by turns."""
    sides = [(split(r["chosen"]), split(r["rejected"])) for r in rows]
    return [{"prompt": c[0], "chosen": c[1], "rejected": r[1]} for c, r in sides]


def lines(file):
    with (gzip.open if file.endswith(".gz") else open)(file, "rt", encoding="utf-8") as text:
        return [json.loads(line) for line in text]


def chosen_rows(args, part):
    """The rows that all programs get: as many as the steps need; pairs share a prompt that leaves room for a reply."""
    if part != "dpo":
        return lines(args.gsm8k)[: args.steps * args.batch]
    pairs = [(r, {split(r[side])[0] for side in ("chosen", "rejected")}) for r in lines(args.pairs)]
    short = 2 * args.max_length  # Characters; a token has at least two.
    return [r for r, prompts in pairs if len(prompts) == 1 and len(*prompts) < short][: args.steps * args.pairs_batch]


def split(dialogue):
    """Everything before the assistant's last turn, and that turn."""
    at = dialogue.rfind(TURN) + len(TURN)
    return dialogue[:at], dialogue[at:]


def sft_tokens(args, part, rows):
    tokenizer = tokens_of(args)
    found = []
    for row in rows:
        prompt = tokenizer(ALPACA.format(row["question"])).input_ids
        answer = tokenizer(row["answer"], add_special_tokens=False).input_ids + [tokenizer.eos_token_id]
        ids, unlearned = prompt + answer, len(prompt) if part == "sft-completion" else 0
        labels = [IGNORED] * unlearned + ids[unlearned:]
        found.append({"input_ids": ids[: args.max_length], "labels": labels[: args.max_length]})
    return found


def tokens_of(args):
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    return tokenizer


def dpo_tokens(args, rows):
    tokenizer = tokens_of(args)

    def completion(text):
        return tokenizer(text, add_special_tokens=False).input_ids + [tokenizer.eos_token_id]

    sides = [(split(r["chosen"]), split(r["rejected"])) for r in rows]
    return [
        {"prompt_ids": tokenizer(c[0]).input_ids, "chosen_ids": completion(c[1]), "rejected_ids": completion(r[1])}
        for c, r in sides
    ]


def loaded(args):
    import datasets
    import torch
    import transformers
    from transformers import AutoModelForCausalLM

    torch.set_num_threads(args.threads)
    warnings.simplefilter("ignore")
    datasets.disable_progress_bars()
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    os.environ["TQDM_DISABLE"] = "1"
    torch.manual_seed(1)
    return AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32)


def padding(args):
    from transformers import DataCollatorForSeq2Seq

    return DataCollatorForSeq2Seq(tokens_of(args))


class Clock:
    """Seconds and tokens of each step; counts is filled by a collator that runs ahead of the steps."""

    def __init__(self, collate):
        self.collate, self.ends, self.counts = collate, [], []

    def __call__(self, rows):
        batch = self.collate(rows)
        mask = batch.get("attention_mask")
        self.counts.append(int(mask.sum()) if mask is not None else batch["input_ids"].numel())
        return batch

    def tick(self):
        self.ends.append(time.perf_counter())

    def steps(self):
        seconds = [b - a for a, b in zip(self.ends, self.ends[1:])]
        return list(zip(self.counts, seconds)), 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def plain(args, part, rows):
    """The usual loop: padded batches, logits at all positions."""
    import torch

    model, clock = loaded(args).train(), Clock(padding(args))
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.0, fused=True)
    data = sft_tokens(args, part, rows)
    clock.tick()
    for at in range(0, len(data), args.batch):
        batch = clock(data[at : at + args.batch])
        model(**batch).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        clock.tick()
    return clock.steps()


def arguments(args, kind, folder, batch, **more):
    return kind(
        output_dir=folder,
        per_device_train_batch_size=batch,
        num_train_epochs=1,
        learning_rate=RATE,
        lr_scheduler_type="constant",
        weight_decay=0.0,
        max_grad_norm=1.0,
        train_sampling_strategy="sequential",
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
        use_cpu=True,
        bf16=False,
        gradient_checkpointing=False,
        dataloader_pin_memory=False,
        **more,
    )


def timed(trainer, clock):
    from transformers import PrinterCallback, TrainerCallback

    class Ticks(TrainerCallback):
        def on_train_begin(self, *_, **__):
            clock.tick()

        def on_step_end(self, *_, **__):
            clock.tick()

    trainer.remove_callback(PrinterCallback)
    trainer.add_callback(Ticks())
    trainer.train()
    return clock.steps()


def hf_trainer(args, part, rows):
    from datasets import Dataset
    from transformers import Trainer, TrainingArguments

    model, clock = loaded(args), Clock(padding(args))
    with tempfile.TemporaryDirectory() as folder:
        how = arguments(args, TrainingArguments, folder, args.batch)
        data = Dataset.from_list(sft_tokens(args, part, rows))
        return timed(Trainer(model, how, data_collator=clock, train_dataset=data), clock)


def trl_sft(args, part, rows, packing=False):
    import trl
    from datasets import Dataset

    model, data = loaded(args), sft_tokens(args, part, rows)
    mean = sum(len(r["input_ids"]) for r in data) / len(data) * args.batch
    batch = max(1, round(mean / args.max_length)) if packing else args.batch
    with tempfile.TemporaryDirectory() as folder:
        how = arguments(args, trl.SFTConfig, folder, batch, max_length=args.max_length, packing=packing)
        trainer = trl.SFTTrainer(model, how, train_dataset=Dataset.from_list(data), processing_class=tokens_of(args))
        trainer.data_collator = clock = Clock(trainer.data_collator)
        return timed(trainer, clock)


def trl_packed(args, part, rows):
    return trl_sft(args, part, rows, packing=True)


def trl_dpo(args, part, rows):
    import trl
    from datasets import Dataset

    class OfIds(trl.DPOTrainer):
        def _prepare_dataset(self, dataset, *rest):
            return dataset

    model, batch = loaded(args), args.pairs_batch
    with tempfile.TemporaryDirectory() as folder:
        how = arguments(args, trl.DPOConfig, folder, batch, max_length=args.max_length, beta=BETA, precompute_ref_log_probs=True)
        data = Dataset.from_list(dpo_tokens(args, rows))
        trainer = OfIds(model, None, how, train_dataset=data, processing_class=tokens_of(args))
        trainer.data_collator = clock = Clock(trainer.data_collator)
        return timed(trainer, clock)


def lox(args, part, rows):
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        ours = as_pairs(rows) if part == "dpo" else rows
        (place / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in ours))
        (place / "recipe.yaml").write_text("".join(yaml(recipe(args, part))))
        threads = {"OMP_NUM_THREADS": str(args.threads)}
        process = subprocess.Popen(command(args, part, folder), env=os.environ | threads)
        watch = threading.Timer(args.timeout, process.kill)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        if status != 0:
            raise RuntimeError(f"lox ended with status {os.waitstatus_to_exitcode(status)}")
        log = lines(folder + "/out/log.jsonl")
    before = [{"tokens": 0, "seconds": 0}] + log
    steps = [(b["tokens"] - a["tokens"], b["seconds"] - a["seconds"]) for a, b in zip(before, log)]
    return steps, 1024 * usage.ru_maxrss


def measured(program, args, part, rows):
    """Runs in its own process, so that threads and memory are not shared; LoX already has one."""
    if program is lox:
        return lox(args, part, rows)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply_async(program, (args, part, rows)).get(args.timeout)


SFT = {
    "lox": lox,
    "plain PyTorch": plain,
    "transformers Trainer": hf_trainer,
    "TRL SFTTrainer": trl_sft,
    "TRL SFTTrainer, packed": trl_packed,
}
NEEDS = {
    "plain PyTorch": ("torch", "transformers", "datasets"),
    "transformers Trainer": ("torch", "transformers", "datasets", "accelerate"),
    **{name: ("torch", "transformers", "datasets", "trl") for name in ("TRL SFTTrainer", "TRL SFTTrainer, packed", "TRL DPOTrainer")},
}
PARTS = {"sft-completion": SFT, "sft-full": SFT, "dpo": {"lox": lox, "TRL DPOTrainer": trl_dpo}}


def rates(args, part, steps):
    """Tokens or pairs per second: the median over steps after the first ones, and over the whole run."""
    done = [(args.pairs_batch if part == "dpo" else tokens, seconds) for tokens, seconds in steps]
    settled = [amount / seconds for amount, seconds in done[WARM:] or done]
    return statistics.median(settled), sum(a for a, _ in done) / sum(s for _, s in done)


def table(part, runs):
    unit = "pairs/s" if part == "dpo" else "tokens/s"
    print(f"\n{part:28} {unit:>10} {'whole run':>10} {'peak MB':>9} {'tokens':>9} {'lox is':>9}")
    medians = {n: [statistics.median(column) for column in zip(*r)] for n, r in runs.items() if r}
    for name, (settled, whole, peak, tokens) in medians.items():
        times = f"{medians['lox'][0] / settled:8.2f}×" if "lox" in medians else ""
        print(f"{name:28} {settled:10.1f} {whole:10.1f} {peak / 1e6:9.0f} {tokens:9.0f} {times:>9}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--gsm8k")
    parser.add_argument("--pairs")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--pairs-batch", type=int, default=4)
    parser.add_argument("--max-length", type=int, default=512)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=1800, help="time limit per program in seconds")
    parser.add_argument("--skip", default="", help="names of programs to leave out, separated by semicolons")
    parser.add_argument("--lox-options", default="", help="more options of lox finetune")
    args = parser.parse_args()
    parts = args.parts.split(",")
    for part in parts:
        needed = "pairs" if part == "dpo" else "gsm8k"
        if part not in PARTS:
            parser.error(f"unknown part: {part}; there are {', '.join(PARTS)}")
        if not getattr(args, needed):
            parser.error(f"{part} needs --{needed}")
    for part in parts:
        rows = chosen_rows(args, part)
        wanted = [name for name in PARTS[part] if name not in args.skip.split(";")]
        runs = {name: [] for name in peers.available(wanted, NEEDS)}
        for _ in range(args.rounds):
            for name in runs:
                try:
                    steps, peak = measured(PARTS[part][name], args, part, rows)
                except (RuntimeError, OSError, multiprocessing.TimeoutError) as e:
                    print(f"{part} {name}: {type(e).__name__} {e}", flush=True)
                    continue
                settled, whole = rates(args, part, steps)
                runs[name].append((settled, whole, peak, sum(t for t, _ in steps)))
                print(f"{part:15} {name:24} {settled:8.1f} settled {whole:8.1f} whole  {peak / 1e6:6.0f} MB  {len(steps)} steps", flush=True)
        table(part, runs)


if __name__ == "__main__":
    main()
