# SPDX-License-Identifier: Apache-2.0
"""Makes lox-lm/src/test/resources/golden/training: rows of examples and preference pairs as TRL's trainers encode them.

    python oracle/training_rows.py [FOLDER]

Also needs trl and datasets. TRL encodes prompt and completion as one text; LoX encodes them separately if the format is
raw. Rows are included only if that makes no difference, and the script fails if a token of a chat row crosses the
boundary. "learned" holds the positions of the target tokens.
"""
import json
import sys
import tempfile
from pathlib import Path

from datasets import Dataset
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM
from trl import DPOConfig, DPOTrainer, SFTConfig, SFTTrainer

ROOT = Path(__file__).resolve().parent.parent / "lox-lm/src/test/resources"
OUT = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "golden/training"

CHATML = ("{% for m in messages %}<|im_start|>{{ m.role }}\n{% if m.role == 'assistant' %}{% generation %}{{ m.content }}"
          "<|im_end|>\n{% endgeneration %}{% else %}{{ m.content }}<|im_end|>\n{% endif %}{% endfor %}"
          "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}")
INST = ("{% for m in messages %}{% if m.role == 'user' %}<s>[INST] {{ m.content }} [/INST]"
        "{% else %}{% generation %} {{ m.content }} </s>{% endgeneration %}{% endif %}{% endfor %}")
TEMPLATES = {"qwen": CHATML, "llama2": INST}

TEXTS = [("Count the ships.\n", "three ships"), ("Name a colour:\n\n", "Blue, as the book is."),
         ("Q: où est la clé ?\nA:\n", "Là-bas.\nNot here."), ("灯塔看守人\n", "灯台守 counted 12 ships"),
         ("Sort b a\n", "a b\n"), ("What is 2+2?\n", "4 😀")]


def user(text):
    return {"role": "user", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


CHATS = [[user("Hi"), assistant("Hello, keeper."), user("Count the ships"), assistant("Three\nships 😀")],
         [user("Où est la clé ?"), assistant("Là-bas."), user("灯台守"), assistant("a b"), user("More"), assistant("No")]]


def model(tokenizer):
    return LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), hidden_size=8, intermediate_size=8,
                                        num_hidden_layers=1, num_attention_heads=1, num_key_value_heads=1))


def sft(tokenizer, rows, max_length=None, **options):
    with tempfile.TemporaryDirectory() as folder:
        args = SFTConfig(output_dir=folder, report_to=[], use_cpu=True, bf16=False, max_length=max_length, **options)
        trainer = SFTTrainer(model(tokenizer), args, train_dataset=Dataset.from_list(rows), processing_class=tokenizer)
        return [{"tokens": r["input_ids"], "learned": [i for i, t in enumerate(r["labels"]) if t != -100 and i > 0]}
                for r in trainer.train_dataset]


def dpo(tokenizer, rows):
    with tempfile.TemporaryDirectory() as folder:
        args = DPOConfig(output_dir=folder, report_to=[], use_cpu=True, bf16=False, max_length=None)
        trainer = DPOTrainer(model(tokenizer), ref_model=model(tokenizer), args=args, train_dataset=Dataset.from_list(rows),
                             processing_class=tokenizer)
        return [{"prompt": r["prompt_ids"], "chosen": r["chosen_ids"], "rejected": r["rejected_ids"]}
                for r in trainer.train_dataset]


def apart(tokenizer, prompt, reply):
    """Whether prompt and reply have the same tokens encoded separately as together."""
    def encode(text, special):
        return tokenizer(text, add_special_tokens=special)["input_ids"]
    return encode(prompt + reply, True) == encode(prompt, True) + encode(reply, False)


def cases(family):
    tokenizer = AutoTokenizer.from_pretrained(ROOT / "tokenizers" / family)
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    tokenizer.chat_template = TEMPLATES[family]
    base = {"family": family}
    texts = [t for t in TEXTS if apart(tokenizer, *t)]
    print(family, "raw rows that agree:", len(texts), "of", len(TEXTS))
    rows = sft(tokenizer, [{"text": p + c} for p, c in TEXTS])
    yield base | {"kind": "texts", "format": "raw", "given": [p + c for p, c in TEXTS], "rows": rows}
    if texts:
        rows = sft(tokenizer, [{"prompt": p, "completion": c} for p, c in texts], completion_only_loss=True)
        yield base | {"kind": "answers", "format": "raw", "given": texts, "rows": rows}
        pairs = [(p, c, r) for p, c in texts for r in ["No."] if apart(tokenizer, p, r)]
        if pairs:
            rows = dpo(tokenizer, [{"prompt": p, "chosen": c, "rejected": r} for p, c, r in pairs])
            yield base | {"kind": "pairs", "format": "raw", "given": pairs, "rows": rows}
    rows = sft(tokenizer, [{"prompt": c[:-1], "completion": c[-1:]} for c in CHATS], completion_only_loss=True)
    yield base | {"kind": "answers", "format": "chat", "given": CHATS, "rows": rows}
    rows = sft(tokenizer, [{"messages": c} for c in CHATS], assistant_only_loss=True)
    yield base | {"kind": "dialogues", "format": "chat", "given": CHATS, "rows": rows}
    shortest = rows[0]["learned"][0] + 1
    rows = sft(tokenizer, [{"messages": c} for c in CHATS], assistant_only_loss=True, max_length=shortest)
    yield base | {"kind": "dialogues", "format": "chat", "maxLength": shortest, "given": CHATS, "rows": rows}
    rows = dpo(tokenizer, [{"prompt": c[:-1], "chosen": c[-1:], "rejected": [assistant("No.")]} for c in CHATS])
    yield base | {"kind": "pairs", "format": "chat", "given": [[c[:-1], c[-1]["content"], "No."] for c in CHATS],
                  "rows": rows}
    for c in CHATS:
        whole = tokenizer.apply_chat_template(c, return_dict=False)
        prompt = tokenizer.apply_chat_template(c[:-1], add_generation_prompt=True, return_dict=False)
        assert whole[:len(prompt)] == prompt, family


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(case, ensure_ascii=False) for family in TEMPLATES for case in cases(family)]
    (OUT / "trl.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
