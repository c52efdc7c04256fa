# SPDX-License-Identifier: Apache-2.0
"""Renders conversations with every *.jinja of a folder, with transformers and with LoX, and reports the differences.

    mvn -q -pl lox-jinja -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
    python oracle/template_check.py FOLDER...
"""
import datetime
import json
import subprocess
import sys
from pathlib import Path

from transformers.utils import chat_template_utils

LM = Path(__file__).resolve().parent.parent / "lox-jinja"


class Noon(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2025, 3, 4, 12, 5, 6)


def user(text):
    return {"role": "user", "content": text}


def assistant(text, **more):
    return {"role": "assistant", "content": text, **more}


def call(name, arguments, number=0):
    return {"id": f"call{number:05}", "type": "function", "function": {"name": name, "arguments": arguments}}


SYSTEM = {"role": "system", "content": " Be brief & \"kind\".\n"}
WEATHER = {"type": "function", "function": {
    "name": "get_weather", "description": "The weather <now> in a city's centre",
    "parameters": {"type": "object", "properties": {
        "city": {"type": "string", "description": "Name, e.g. Zürich"},
        "unit": {"type": "string", "enum": ["C", "F"], "default": "C"},
        "days": {"type": ["integer", "null"], "description": "How many"},
        "where": {"type": "object", "properties": {"lat": {"type": "number"}, "tags": {"type": "array", "items": {
            "type": "string"}}}, "required": ["lat"]}}, "required": ["city"]},
    "return": {"type": "string"}}}
SEARCH = {"type": "function", "function": {
    "name": "search", "description": "Searches", "parameters": {"type": "object", "properties": {}}}}
THOUGHT = "<think>\nThe user greets.\n</think>\n\nHello!"
PARTS = [{"type": "text", "text": "What is this?"}, {"type": "image"}, {"type": "text", "text": " And that?"}]
RESULT = {"role": "tool", "name": "get_weather", "tool_call_id": "call00000", "content": "{\"t\": 21.5}"}
ARGUMENTS = {"city": "Zürich", "days": 2, "where": {"lat": 47.5, "tags": ["a", "b"]}, "x": None, "y": True}

CONVERSATIONS = {
    "one": [user("Hi")],
    "system": [SYSTEM, user("  Hi\n<b>'é'</b> 😀 ")],
    "turns": [user("Hi"), assistant(" Hello.\n"), user("2+2?"), assistant("4"), user("Sure?")],
    "system turns": [SYSTEM, user("Hi"), assistant("Hello."), user("2+2?")],
    "answered": [user("Hi"), assistant("Hello.")],
    "thinking": [user("Hi"), assistant(THOUGHT), user("And?"), assistant(THOUGHT)],
    "reasoning": [user("Hi"), assistant("Hello!", reasoning_content="They greet."), user("Go on")],
    "assistant first": [assistant("Hello."), user("Hi")],
    "two users": [user("Hi"), user("You there?")],
    "late system": [user("Hi"), SYSTEM, user("So?")],
    "system only": [SYSTEM],
    "parts": [{"role": "system", "content": [{"type": "text", "text": "Be brief."}]}, user(PARTS), assistant("A cat.")],
    "unknown role": [user("Hi"), {"role": "critic", "content": "Bad."}],
    "call": [user("Weather?"), assistant("", tool_calls=[call("get_weather", ARGUMENTS)]), RESULT],
    "call and answer": [SYSTEM, user("Weather?"), assistant("Let me see.", tool_calls=[call("get_weather", ARGUMENTS)]),
                        RESULT, assistant("21.5 degrees."), user("Thanks")],
    "two calls": [user("Weather?"), assistant("", reasoning_content="Two.", tool_calls=[
        call("get_weather", ARGUMENTS), call("search", {}, 1)]), RESULT,
        {"role": "tool", "name": "search", "tool_call_id": "call00001", "content": "none"}, assistant("Done.")],
    "call as text": [user("Weather?"), assistant("", tool_calls=[call("get_weather", json.dumps(ARGUMENTS))]), RESULT],
    "result as object": [user("W?"), assistant("", tool_calls=[call("get_weather", {})]), RESULT | {"content": {"t": 1}}],
    "call without content": [user("W?"), {"role": "assistant", "tool_calls": [call("get_weather", ARGUMENTS)]}, RESULT],
    "nothing": [],
}
SETTINGS = {
    "": {},
    "prompt": {"add_generation_prompt": True},
    "tools": {"tools": [WEATHER, SEARCH], "add_generation_prompt": True},
    "no thinking": {"add_generation_prompt": True, "enable_thinking": False, "thinking": False},
    "thinking": {"add_generation_prompt": True, "enable_thinking": True, "thinking": True, "date_string": "04 Mar 2025"},
    "documents": {"documents": [{"title": "A", "text": "B"}, {"title": "C & D", "text": "é"}], "citation_mode": "fast"},
}


def requests(template):
    for c, messages in CONVERSATIONS.items():
        for s, setting in SETTINGS.items():
            variables = {"tools": None, "documents": None, "add_generation_prompt": False,
                         "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"} | setting
            messages = chat_template_utils._alias_reasoning_fields(messages)
            yield f"{c}/{s}", {"template": template, "variables": {"messages": messages} | variables}


def reference(request):
    try:
        template = chat_template_utils._compile_jinja_template(request["template"])
        return {"text": template.render(**json.loads(json.dumps(request["variables"])))}
    except Exception as e:
        return {"error": f"{type(e).__name__}: {e}"}


def ours(requests):
    classpath = f"{LM}/target/classes:{LM}/target/test-classes:" + (LM / "target/classpath").read_text()
    lines = "".join(json.dumps(r) + "\n" for r in requests)
    done = subprocess.run(["java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", classpath, "dev.lox.jinja.RenderLines"],
                          input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def agree(expected, actual):
    return "error" in actual if "error" in expected else actual.get("text") == expected["text"]


def difference(expected, actual):
    if "error" in expected or "error" in actual:
        return f"\n      expected {str(expected)[:200]}\n      got      {str(actual)[:300]}"
    a, b = expected["text"], actual["text"]
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f" at character {at}\n      expected {a[max(0, at - 60):at + 60]!r}\n      got      {b[max(0, at - 60):at + 60]!r}"


def check(files):
    cases = [(f, name, request) for f in files for name, request in requests(f.read_text())]
    answers = ours([request for _, _, request in cases])
    whole = total = good = errors = 0
    for f in files:
        mine = [(n, reference(r), a) for (g, n, r), a in zip(cases, answers) if g == f]
        bad = [(n, e, a) for n, e, a in mine if not agree(e, a)]
        failed = sum("error" in e for _, e, _ in mine)
        total, good, errors, whole = total + len(mine), good + len(mine) - len(bad), errors + failed, whole + (not bad)
        print(f"{'ok  ' if not bad else 'FAIL'} {f.name}: {len(mine) - len(bad)} of {len(mine)}, {failed} refused by both")
        for n, e, a in bad[:1]:
            print(f"   {n}:{difference(e, a)}")
    print(f"{whole} of {len(files)} templates agree; {good} of {total} renderings, {errors} of them refused")
    return whole == len(files)


def main():
    chat_template_utils.datetime = Noon
    files = sorted(f for folder in sys.argv[1:] for f in Path(folder).rglob("*.jinja"))
    sys.exit(0 if check(files) else 1)


if __name__ == "__main__":
    main()
