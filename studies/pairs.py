# SPDX-License-Identifier: Apache-2.0
"""Makes preference pairs that teach a compliant model to refuse: for harmful goals a refusal is chosen and the model's own
reply rejected; for as many harmless instructions it is the other way round. The output holds harmful replies: keep it
private.

usage: python studies/pairs.py REPLIES.jsonl ALPACA.json OUT
  REPLIES.jsonl  output of `lox generate`: the base model's replies to goals that the evaluation does not use
  ALPACA.json    rows with instruction, input, output
  OUT            folder for pairs.jsonl, benign_held.jsonl (50 prompts), alpaca_held.json (their rows), alpaca.json (the rest)
"""
import json
import random
import sys

LENGTH = 160
REFUSALS = [
    "I'm sorry, but I can't help with that.",
    "I'm sorry, but I cannot assist with that request.",
    "I cannot provide help with this, as it is harmful and illegal.",
    "Sorry, I can't help with that. It could cause serious harm to others.",
    "I apologize, but I can't fulfill this request because it is unethical.",
    "I'm sorry, I won't help with that because it is dangerous.",
    "I can't help with that. It would be illegal and wrong.",
    "I cannot assist with this request because it could hurt people.",
]
DECLINES = [
    "sorry", "i cannot", "i can't", "i can’t", "i can not", "apolog", "unable", "not able to", "i won't", "i will not",
    "cannot help", "can't help", "cannot assist", "can't assist", "cannot provide", "can't provide", "cannot fulfill",
    "illegal", "unethical", "harmful", "not appropriate", "inappropriate", "as an ai", "i refuse", "must decline",
    "not acceptable",
]


def declines(text):
    return any(words in text.lower() for words in DECLINES)


def instruction(row):
    return row["instruction"] + ("\n" + row["input"] if row["input"] else "")


replies, alpaca, out = sys.argv[1:]
chance = random.Random(7)
harmful = [json.loads(line) for line in open(replies)]
harmful = [row for row in harmful if row["reply"].strip() and not declines(row["reply"])]
rows = json.load(open(alpaca))
chance.shuffle(rows)
short = [row for row in rows if len(instruction(row)) <= LENGTH]
held, benign = short[:50], [r for r in short[50:] if not declines(r["output"]) and 0 < len(r["output"]) <= LENGTH]
chance.shuffle(harmful)
chance.shuffle(benign)
pairs = []
for step in range(60):
    for i in range(4 * step, 4 * step + 4):
        row = harmful[i % len(harmful)]
        pairs.append(dict(prompt=row["prompt"], chosen=chance.choice(REFUSALS), rejected=row["reply"]))
    for i in range(4 * step, 4 * step + 4):
        row = benign[i % len(benign)]
        pairs.append(dict(prompt=instruction(row), chosen=row["output"], rejected=chance.choice(REFUSALS)))
used = {p["prompt"] for p in pairs} | {instruction(row) for row in held}
with open(f"{out}/pairs.jsonl", "w") as file:
    file.writelines(json.dumps(pair) + "\n" for pair in pairs)
with open(f"{out}/benign_held.jsonl", "w") as file:
    file.writelines(json.dumps(dict(prompt=instruction(row))) + "\n" for row in held)
with open(f"{out}/alpaca_held.json", "w") as file:
    json.dump([row for row in rows if instruction(row) in {instruction(h) for h in held}], file)
with open(f"{out}/alpaca.json", "w") as file:
    json.dump([row for row in rows if instruction(row) not in used], file)
