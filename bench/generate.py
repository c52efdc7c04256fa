# SPDX-License-Identifier: Apache-2.0
"""Greedy replies to the same prompts by LoX, transformers (batched and one at a time) and llama.cpp (one stream).

    python bench/generate.py MODEL PROMPTS [--rounds 3]

MODEL is a Llama-like folder, PROMPTS a csv with a goal column or plain lines. Needs torch and transformers, for llama.cpp
also llama-cpp-python and gguf. Every program generates in its own process and times what comes after loading.
"""

import argparse
import json
import multiprocessing
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

import peers

TRANSFORMERS = ("torch", "transformers")
LOX = str(pathlib.Path(__file__).resolve().parent.parent / "lox")


def lox(args, prompts, batch, dtype):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "prompts.jsonl"
        file.write_text("".join(json.dumps({"prompt": p}) + "\n" for p in prompts))
        command = [LOX, "generate", "--model", args.model, "--prompts", str(file), "--prompt-format", "chat"]
        command += ["--out", folder + "/r.jsonl", "--max-new-tokens", str(args.tokens), "--batch-size", str(batch)]
        out = subprocess.run(command + ["--dtype", dtype, "--threads", str(args.threads), "--json"], check=True, stdout=subprocess.PIPE).stdout
    found = json.loads(out)
    return found["tokens"], found["seconds"], found["peak_bytes"]


def transformers(args, prompts, batch, dtype):
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.set_num_threads(args.threads)
    tokenizer = AutoTokenizer.from_pretrained(args.model, padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=getattr(torch, dtype))
    texts = [
        tokenizer.apply_chat_template([{"role": "user", "content": p}], tokenize=False, add_generation_prompt=True)
        for p in prompts
    ]
    begun = time.perf_counter()
    tokens = 0
    for at in range(0, len(texts), batch):
        encoded = tokenizer(texts[at : at + batch], return_tensors="pt", padding=True, add_special_tokens=False)
        out = model.generate(
            **encoded, max_new_tokens=args.tokens, do_sample=False, pad_token_id=tokenizer.pad_token_id
        )
        ends = model.generation_config.eos_token_id
        ends = set(ends if isinstance(ends, list) else [ends])
        for row in out[:, encoded.input_ids.shape[1] :].tolist():
            tokens += next((i + 1 for i, t in enumerate(row) if t in ends), len(row))
    seconds = time.perf_counter() - begun
    return tokens, seconds, 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def write_gguf(model, path):
    """The weights in f16, without a vocabulary: token ids in, logits out."""
    import gguf
    import numpy
    from safetensors.numpy import load_file

    config = json.loads((pathlib.Path(model) / "config.json").read_text())
    heads, kv, hidden = config["num_attention_heads"], config["num_key_value_heads"], config["hidden_size"]
    rope = config.get("rope_parameters") or config
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(hidden)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv)
    writer.add_rope_dimension_count(hidden // heads)
    writer.add_rope_freq_base(rope["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])
    writer.add_tokenizer_model("no_vocab")

    def interleaved(w, n):
        return w.reshape(n, 2, w.shape[0] // n // 2, w.shape[1]).swapaxes(1, 2).reshape(w.shape)

    names = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v"}
    names |= {"self_attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up"}
    names |= {"mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm", "post_attention_layernorm": "ffn_norm"}
    for name, w in load_file(pathlib.Path(model) / "model.safetensors").items():
        w = w.astype(numpy.float32)
        if name == "model.embed_tokens.weight":
            target = "token_embd.weight"
        elif name == "model.norm.weight":
            target = "output_norm.weight"
        elif name == "lm_head.weight":
            target = "output.weight"
        else:
            _, _, layer, part = name.removesuffix(".weight").split(".", 3)
            target = f"blk.{layer}.{names[part]}.weight"
            if part.endswith("q_proj"):
                w = interleaved(w, heads)
            if part.endswith("k_proj"):
                w = interleaved(w, kv)
        writer.add_tensor(target, w.astype(numpy.float16) if w.ndim > 1 else w)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def llama_cpp(args, prompts, batch, dtype):
    import ctypes

    import llama_cpp
    import numpy
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(args.model)
    silent = llama_cpp.llama_log_callback(lambda level, text, data: None)
    llama_cpp.llama_log_set(silent, ctypes.c_void_p(0))
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/model.gguf"
        write_gguf(args.model, path)
        model = llama_cpp.llama_model_load_from_file(path.encode(), llama_cpp.llama_model_default_params())
    parameters = llama_cpp.llama_context_default_params()
    parameters.n_ctx, parameters.n_threads, parameters.n_threads_batch = 512, args.threads, args.threads
    vocabulary = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(model))
    context = llama_cpp.llama_init_from_model(model, parameters)
    begun = time.perf_counter()
    tokens = 0
    for prompt in prompts:
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(context), True)
        text = tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}], tokenize=False, add_generation_prompt=True
        )
        feed = tokenizer(text, add_special_tokens=False).input_ids
        for _ in range(args.tokens):
            array = (llama_cpp.llama_token * len(feed))(*feed)
            if llama_cpp.llama_decode(context, llama_cpp.llama_batch_get_one(array, len(feed))):
                raise RuntimeError("llama_decode failed")
            logits = numpy.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(context, -1), (vocabulary,))
            feed = [int(logits.argmax())]
            tokens += 1
            if feed[0] == tokenizer.eos_token_id:
                break
    return tokens, time.perf_counter() - begun, 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measured(program, *rest):
    """Runs in its own process, so that threads and memory are not shared."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(program, rest)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("prompts")
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--tokens", type=int, default=60)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stream", type=int, default=5, help="number of prompts that are answered one at a time")
    parser.add_argument("--skip", default="", help="names of programs to leave out")
    args = parser.parse_args()
    lines = pathlib.Path(args.prompts).read_text().splitlines()
    prompts = [line.strip('"') for line in lines if line != "goal"][: args.limit]
    few = prompts[: args.stream]
    programs = {
        "lox, batched": (lox, prompts, 128, "float32"),
        "transformers, batched": (transformers, prompts, args.limit, "float32"),
        "lox, one stream": (lox, few, 1, "float32"),
        "lox, one stream, bfloat16": (lox, few, 1, "bfloat16"),
        "transformers, one at a time": (transformers, few, 1, "float32"),
        "llama.cpp f16, one stream": (llama_cpp, few, 1, "float16"),
        "lox, batched, bfloat16": (lox, prompts, 128, "bfloat16"),
    }
    needs = {lox: (), transformers: TRANSFORMERS, llama_cpp: ("llama_cpp", "gguf", "numpy", "safetensors", "transformers")}
    wanted = [name for name in programs if name not in args.skip.split(";")]
    rates = {name: [] for name in peers.available(wanted, {n: needs[programs[n][0]] for n in wanted})}
    for _ in range(args.rounds):
        for name in rates:
            program, asked, batch, dtype = programs[name]
            tokens, seconds, peak = measured(program, args, asked, batch, dtype)
            rates[name].append(tokens / seconds)
            print(f"{name:30} {tokens:6} tokens {seconds:7.1f} s {tokens / seconds:7.1f} tokens/s  {peak / 1e6:6.0f} MB", flush=True)
    medians = {name: statistics.median(r) for name, r in rates.items() if r}
    for ours, theirs in [
        ("lox, batched", "transformers, batched"),
        ("lox, batched", "transformers, one at a time"),
        ("lox, one stream", "transformers, one at a time"),
        ("lox, one stream", "llama.cpp f16, one stream"),
        ("lox, one stream, bfloat16", "llama.cpp f16, one stream"),
        ("lox, one stream, bfloat16", "lox, one stream"),
    ]:
        if ours in medians and theirs in medians:
            print(f"{ours} / {theirs}: {medians[ours] / medians[theirs]:.2f}")


if __name__ == "__main__":
    main()
