# SPDX-License-Identifier: Apache-2.0
"""Throughput of a server with OpenAI's interface: the same prompts from one client and from several at once.

    python bench/serve.py http://127.0.0.1:8000/v1 [--clients 8] [--prompts 32] [--tokens 60] [--rounds 3]
    python bench/serve.py http://127.0.0.1:8000/v1 --clients 32 --seconds 300 --pid PID

Completions are greedy, and their texts must not depend on what else runs. With --seconds, clients send requests for that
long; one in eight leaves in the middle of a stream, and the server's memory and threads are sampled.
"""

import argparse
import concurrent.futures
import json
import pathlib
import random
import statistics
import threading
import time
import urllib.request

THINGS = "kettle bridge river lamp garden violin harbour engine market window forest ladder".split()


def prompts(count):
    return [f"Question {i}: how does a {THINGS[i % len(THINGS)]} come to be made?\nAnswer:" for i in range(count)]


class Client:
    def __init__(self, args):
        self.args = args
        with urllib.request.urlopen(self.request("/models", None)) as reply:
            self.model = json.load(reply)["data"][0]["id"]

    def request(self, path, body):
        headers = {"Content-Type": "application/json"}
        if self.args.token:
            headers["Authorization"] = "Bearer " + self.args.token
        data = None if body is None else json.dumps(body).encode()
        return urllib.request.Request(self.args.url + path, data, headers)

    def body(self, prompt, **more):
        return {"model": self.model, "prompt": prompt, "max_tokens": self.args.tokens, "temperature": 0, **more}

    def complete(self, prompt):
        with urllib.request.urlopen(self.request("/completions", self.body(prompt)), timeout=600) as reply:
            answer = json.load(reply)
        return answer["choices"][0]["text"], answer["usage"]["completion_tokens"]

    def leave(self, prompt):
        """Reads a few events of a stream and disconnects."""
        reply = urllib.request.urlopen(self.request("/completions", self.body(prompt, stream=True)), timeout=600)
        for _ in range(6):
            reply.readline()
        reply.close()


def timed(client, questions, clients):
    begun = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(clients) as pool:
        found = list(pool.map(client.complete, questions))
    seconds = time.perf_counter() - begun
    return [text for text, _ in found], sum(n for _, n in found) / seconds


def throughput(client, args):
    questions = prompts(args.prompts)
    timed(client, questions[:4], 1)
    rates = {1: [], args.clients: []}
    texts = {}
    for _ in range(args.rounds):
        for clients in rates:
            found, rate = timed(client, questions, clients)
            rates[clients].append(rate)
            texts.setdefault(clients, found)
    same = sum(a == b for a, b in zip(texts[1], texts[args.clients], strict=True))
    for clients, all_rates in rates.items():
        print(f"{clients} clients: {statistics.median(all_rates):.1f} tokens/s (rounds {[round(r, 1) for r in all_rates]})")
    print(f"factor {statistics.median(rates[args.clients]) / statistics.median(rates[1]):.2f}, same texts {same}/{len(questions)}")


def status(pid):
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return int(found["VmRSS"].split()[0]) / 1024, int(found["Threads"])


def soak(client, args):
    questions = prompts(24)
    expected = dict(zip(questions, timed(client, questions, 1)[0], strict=True))
    until = time.monotonic() + args.seconds
    counts = {"right": 0, "wrong": 0, "left": 0, "failed": 0}
    lock = threading.Lock()

    def ask(seed):
        choice = random.Random(seed)
        while time.monotonic() < until:
            question = choice.choice(questions)
            outcome = "left"
            try:
                if choice.random() < 1 / 8:
                    client.leave(question)
                else:
                    outcome = "right" if client.complete(question)[0] == expected[question] else "wrong"
            except OSError as e:
                outcome = "failed"
                print("failed:", e)
            with lock:
                counts[outcome] += 1

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(args.clients)]
    for thread in threads:
        thread.start()
    while time.monotonic() < until:
        time.sleep(min(args.seconds / 10, 30))
        memory = "%.0f MiB resident, %d threads" % status(args.pid) if args.pid else ""
        print(f"{until - time.monotonic():5.0f} s left: {counts} {memory}", flush=True)
    for thread in threads:
        thread.join()
    print(counts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--prompts", type=int, default=32)
    parser.add_argument("--tokens", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--pid", type=int)
    parser.add_argument("--token")
    args = parser.parse_args()
    client = Client(args)
    (soak if args.seconds else throughput)(client, args)


if __name__ == "__main__":
    main()
