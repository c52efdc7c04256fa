# SPDX-License-Identifier: Apache-2.0
"""Calls `lox serve` with OpenAI's own client and checks the answers.

    python oracle/serve_check.py http://127.0.0.1:8000/v1 [--token TOKEN]

Needs openai. The server needs a model with a chat template.
"""

import argparse

import openai

QUESTION = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Name three colours."}]


def check_models(client):
    models = client.models.list().data
    assert len(models) == 1, models
    assert client.models.retrieve(models[0].id).id == models[0].id
    return models[0].id


def check_chat(client, model):
    asked = {"model": model, "messages": QUESTION, "max_tokens": 24, "temperature": 0}
    whole = client.chat.completions.create(**asked)
    assert whole.choices[0].message.role == "assistant"
    assert whole.choices[0].finish_reason in ("stop", "length")
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
    text, usage, finish = "", None, None
    for chunk in client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}):
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
            finish = chunk.choices[0].finish_reason or finish
        usage = chunk.usage or usage
    assert text == whole.choices[0].message.content, (text, whole)
    assert finish == whole.choices[0].finish_reason
    assert usage == whole.usage
    sampled = {**asked, "temperature": 1, "seed": 5, "n": 3, "top_p": 0.9}
    first, second = (client.chat.completions.create(**sampled).choices for _ in range(2))
    assert [c.message.content for c in first] == [c.message.content for c in second]
    assert len(first) == 3


def check_chat_logprobs(client, model):
    reply = client.chat.completions.create(
        model=model, messages=QUESTION, max_tokens=8, temperature=0, logprobs=True, top_logprobs=4
    )
    choice = reply.choices[0]
    assert len(choice.logprobs.content) == reply.usage.completion_tokens
    for token in choice.logprobs.content:
        assert len(token.top_logprobs) == 4
        assert token.logprob == max(t.logprob for t in token.top_logprobs)
        assert bytes(token.bytes).decode() == token.token


def check_stop(client, model):
    whole = client.chat.completions.create(model=model, messages=QUESTION, max_tokens=24, temperature=0)
    text = whole.choices[0].message.content
    stop = text[len(text) // 2 :][:3]
    streamed = ""
    stream = client.chat.completions.create(
        model=model, messages=QUESTION, max_tokens=24, temperature=0, stop=stop, stream=True
    )
    for chunk in stream:
        streamed += chunk.choices[0].delta.content or ""
    assert streamed == text[: text.index(stop)], (streamed, text)


def check_completions(client, model):
    asked = {"model": model, "temperature": 0, "max_tokens": 6}
    texts = ["The capital of France is", "One, two, three,"]
    both = client.completions.create(prompt=texts, **asked)
    assert [c.index for c in both.choices] == [0, 1]
    for text, choice in zip(texts, both.choices, strict=True):
        assert client.completions.create(prompt=text, **asked).choices[0].text == choice.text
    scored = client.completions.create(prompt=texts[0], logprobs=3, echo=True, **asked)
    found = scored.choices[0].logprobs
    assert scored.choices[0].text == texts[0] + both.choices[0].text
    assert "".join(found.tokens) == scored.choices[0].text
    assert found.token_logprobs[0] is None and all(v <= 0 for v in found.token_logprobs[1:])
    assert [scored.choices[0].text[at:][: len(t)] for at, t in zip(found.text_offset, found.tokens, strict=True)] == found.tokens
    streamed = client.completions.create(prompt=texts[0], stream=True, **asked)
    assert "".join(c.choices[0].text for c in streamed) == both.choices[0].text


def check_errors(client, model, url):
    cases = [
        (openai.NotFoundError, {"model": "other"}, "model"),
        (openai.BadRequestError, {"temperature": -1}, "temperature"),
        (openai.BadRequestError, {"frequency_penalty": 1}, "frequency_penalty"),
        (openai.BadRequestError, {"tools": [{"type": "function", "function": {"name": "f"}}]}, "tools"),
        (openai.BadRequestError, {"response_format": {"type": "json_object"}}, "response_format"),
        (openai.BadRequestError, {"messages": []}, "messages"),
        (openai.BadRequestError, {"max_tokens": 10**9}, "messages"),
    ]
    for expected, fields, param in cases:
        try:
            client.chat.completions.create(**{"model": model, "messages": QUESTION, **fields})
        except expected as e:
            assert e.param == param, (fields, e)
        else:
            raise AssertionError(f"{fields} was not refused")
    if client.api_key != "none":
        try:
            openai.OpenAI(base_url=url, api_key="wrong").models.list()
        except openai.AuthenticationError:
            return
        raise AssertionError("a wrong token was let in")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--token", default="none")
    args = parser.parse_args()
    client = openai.OpenAI(base_url=args.url, api_key=args.token, max_retries=0)
    model = check_models(client)
    for check in (check_chat, check_chat_logprobs, check_stop, check_completions):
        check(client, model)
        print(check.__name__, "ok")
    check_errors(client, model, args.url)
    print("check_errors ok")


if __name__ == "__main__":
    main()
