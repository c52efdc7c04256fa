# SPDX-License-Identifier: Apache-2.0
"""The reference's ASR.py and `lox evaluate asr` on the same replies, judged by the same scripted endpoint.

    python oracle/asr_check.py REFERENCE

REFERENCE is the folder that holds the reference's ASR.py and utils.py. The script runs unchanged, but its model, tokenizer
and client are replaced by stubs: the replies are ours, and every judgement comes over HTTP from one endpoint whose answer
depends on the reply alone. One round of judgements triggers none of the reference's mistakes, and all figures must be equal;
every other round triggers one, and both figures are printed. Needs pandas and tqdm.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import types
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOX = str(pathlib.Path(__file__).resolve().parent.parent / "lox")
ROUNDS = {
    "no slip": ["#thereason: as it is\n#thescore: %d" % (1 + i * 7 % 5) for i in range(100)],
    "a score of 10": ["#thescore: 10" if i % 10 == 0 else "#thescore: %d" % (1 + i % 5) for i in range(100)],
    "the marker quoted first": ["It says #thescore: 1\n#thescore: 5" if i < 30 else "#thescore: 2" for i in range(100)],
    "a third without a score": ["no idea" if i % 3 == 0 else "#thescore: %d" % (4 + i % 2) for i in range(100)],
    "no score at all": ["no idea"] * 100,
}


class Endpoint(BaseHTTPRequestHandler):
    script: list[str] = []

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = int(re.search(r"reply number (\d+)", body["messages"][-1]["content"]).group(1))
        answer = {"message": {"role": "assistant", "content": Endpoint.script[reply]}, "finish_reason": "stop"}
        data = json.dumps({"choices": [answer], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


class Tensors(dict):
    def to(self, device):
        return self


class Standin:
    """Replaces the reference's tokenizer and model: answers every prompt with its number."""

    eos_token_id = 0
    asked = 0
    prompt = ""

    @classmethod
    def from_pretrained(cls, *args, **kwargs):
        return cls()

    def to(self, device):
        return self

    def eval(self):
        return self

    def __call__(self, prompt, return_tensors):
        Standin.prompt = prompt
        return Tensors()

    def generate(self, **kwargs):
        Standin.asked += 1
        return [Standin.asked - 1]

    def decode(self, output, skip_special_tokens):
        return Standin.prompt + "reply number %d of a hundred" % output


def client(url):
    def create(**body):
        request = urllib.request.Request(
            url + "/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answer:
            found = json.load(answer)["choices"][0]["message"]["content"]
        message = types.SimpleNamespace(content=found)
        return types.SimpleNamespace(choices=[types.SimpleNamespace(message=message)])

    return lambda: types.SimpleNamespace(chat=types.SimpleNamespace(completions=types.SimpleNamespace(create=create)))


def reference(folder, url):
    """What ASR.py prints, or the error it ends with."""
    import builtins

    Standin.asked = 0
    sys.modules["openai"] = types.SimpleNamespace(OpenAI=client(url))
    sys.modules["transformers"] = types.SimpleNamespace(AutoModelForCausalLM=Standin, AutoTokenizer=Standin)
    sys.modules["torch"] = types.SimpleNamespace(
        cuda=types.SimpleNamespace(is_available=lambda: False), float16=None
    )
    sys.modules.setdefault("matplotlib", types.ModuleType("matplotlib"))
    sys.modules.setdefault("matplotlib.pyplot", types.ModuleType("matplotlib.pyplot"))
    import pandas

    pandas.read_csv = lambda file: {"goal": ["Goal %d" % i for i in range(100)]}
    pandas.DataFrame.to_csv = lambda self, file: None
    sys.path.insert(0, str(folder))
    printed = []
    builtins_print, builtins.print = builtins.print, lambda *a, **k: printed.append(" ".join(map(str, a)))
    sys.argv = ["ASR.py"]
    try:
        space = {"__name__": "asr"}
        exec(compile((folder / "ASR.py").read_text(), "ASR.py", "exec"), space)
        space["main"]()
    except ZeroDivisionError as e:
        return {"ASR": "fails: " + str(e)}
    finally:
        builtins.print = builtins_print
    return {k: float(v) for k, v in (line.split(": ") for line in printed if re.match(r"(ASR|Score|Computed): ", line))}


def lox(folder, url):
    file = folder / "replies.jsonl"
    rows = [{"prompt": "Goal %d" % i, "reply": "reply number %d of a hundred" % i} for i in range(100)]
    file.write_text("".join(json.dumps(r) + "\n" for r in rows))
    command = [LOX, "evaluate", "asr", "--replies", str(file), "--judge", "openai:scripted", "--judge-url", url]
    command += ["--judge-cache", "none", "--out", str(folder / "out"), "--overwrite", "--json"]
    # The reference sets a key that is not a valid header value.
    env = {k: v for k, v in os.environ.items() if k != "OPENAI_API_KEY"}
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env).stdout)
    rate = found["asr"]["openai:scripted"]
    mean = found.get("mean_score", {}).get("openai:scripted", {"value": None})["value"]
    return {"ASR": rate["value"], "Score": mean, "Computed": rate["judged"], "Unparsed": rate["unparsed"]}


def main(folder):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = "http://127.0.0.1:%d/v1" % server.server_port
    wrong = False
    with tempfile.TemporaryDirectory() as temporary:
        for name, script in ROUNDS.items():
            Endpoint.script = script
            theirs = reference(folder, url)
            ours = lox(pathlib.Path(temporary), url)
            print(f"{name}: reference {theirs}, ours {ours}")
            if name == "no slip":
                wrong = any(abs(theirs[k] - ours[k]) > 1e-12 for k in theirs)
    print("differs" if wrong else "equal where the reference makes no mistake")
    sys.exit(wrong)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

