# SPDX-License-Identifier: Apache-2.0
"""The models that models.py makes: one per config.json option, small enough to check in."""
import zlib
from dataclasses import dataclass, field

from transformers import AutoConfig

LENGTH_DEPENDENT = {"dynamic": "max_position_embeddings", "longrope": "original_max_position_embeddings"}
SIZES = {"vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2,
         "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 128,
         "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}


@dataclass(frozen=True)
class Variant:
    """contrasts: config changes that the golden must distinguish from the variant. like: the variant whose weights it uses.
    v4: config.json as transformers 4 wrote it, without newer keys."""

    name: str
    model_type: str
    settings: dict = field(default_factory=dict)
    contrasts: dict = field(default_factory=dict)
    dtype: str = "bfloat16"
    shard: str | None = None
    v4: bool = False
    without: tuple = ()
    like: str | None = None
    logprobs: bool = False

    def config(self):
        return AutoConfig.for_model(self.model_type, **(SIZES | self.settings))

    def seed(self):
        return zlib.crc32((self.like or self.name).encode())

    @property
    def original_context(self):
        """The length beyond which the rope changes for the whole sequence, if it changes at all."""
        key = LENGTH_DEPENDENT.get(self.settings.get("rope_parameters", {}).get("rope_type"))
        return key and self.settings[key]


def rope(theta=10000.0, kind="default", **more):
    return {"rope_theta": theta, "rope_type": kind, **more}


def as_v4(config, without=()):
    """What transformers 4 wrote: rope_theta and rope_scaling at the top, torch_dtype."""
    old = {k: v for k, v in config.items() if k not in without}
    parameters = old.pop("rope_parameters")
    if "full_attention" in parameters:
        old["rope_local_base_freq"] = parameters["sliding_attention"]["rope_theta"]
        parameters = parameters["full_attention"]
    parameters = dict(parameters)
    old["rope_theta"] = parameters.pop("rope_theta")
    kind = parameters.pop("rope_type")
    parameters.pop("partial_rotary_factor", None)
    if config["model_type"] == "phi3":
        parameters.pop("original_max_position_embeddings", None)  # At the top.
    spelled = "rope_type" if kind == "llama3" or config["model_type"] == "gemma3_text" else "type"
    old["rope_scaling"] = None if kind == "default" else {spelled: kind, **parameters}
    old["torch_dtype"] = old.pop("dtype")
    old["transformers_version"] = "4.51.3"
    return dict(sorted(old.items()))


PLAIN = {"unscaled": {"rope_parameters": rope()}}
LINEAR = {"rope_parameters": rope(kind="linear", factor=2.5)}
LLAMA3 = {"head_dim": 16, "rope_parameters": rope(
    20.0, "llama3", factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0, original_max_position_embeddings=32)}
YARN = {"rope_parameters": rope(50.0, "yarn", factor=4.0, original_max_position_embeddings=32)}
YARN_OPTIONS = YARN["rope_parameters"] | {
    "beta_fast": 3.0, "beta_slow": 0.5, "mscale": 0.7, "mscale_all_dim": 0.3, "truncate": False}
MISTRAL = {"sliding_window": 8}
GEMMA2 = {"num_hidden_layers": 3, "head_dim": 12, "query_pre_attn_scalar": 20, "sliding_window": 8,
          "attn_logit_softcapping": 3.0, "final_logit_softcapping": 4.0}
GEMMA3 = {"num_hidden_layers": 3, "head_dim": 12, "query_pre_attn_scalar": 20, "sliding_window": 8,
          "sliding_window_pattern": 2,
          "rope_parameters": {"full_attention": rope(1000.0, "linear", factor=4.0), "sliding_attention": rope(50.0)}}
LONGROPE = {"max_position_embeddings": 64, "original_max_position_embeddings": 16, "rope_parameters": rope(
    100.0, "longrope", short_factor=[1.0, 1.1, 1.3, 1.5], long_factor=[1.2, 2.0, 3.5, 5.0])}
UNCAPPED = {"no score cap": {"attn_logit_softcapping": None}, "no logit cap": {"final_logit_softcapping": None}}
NO_WINDOW = {"no window": {"sliding_window": None}}


def all_full(layers):
    return {"no window": {"layer_types": ["full_attention"] * layers}}


def gemma3_ropes(**changes):
    return {"rope_parameters": GEMMA3["rope_parameters"] | changes}


GEMMA3_CONTRASTS = all_full(3) | {
    "unscaled": gemma3_ropes(full_attention=rope(1000.0)),
    "local base": gemma3_ropes(sliding_attention=rope(1000.0)),
    "query scalar": {"query_pre_attn_scalar": 12},
}

VARIANTS = [
    Variant("llama", "llama", contrasts={"rope theta": {"rope_parameters": rope(100.0)}}, logprobs=True),
    Variant("llama-tied-bias", "llama", {"tie_word_embeddings": True, "attention_bias": True, "mlp_bias": True}),
    Variant("llama-headdim", "llama", {"head_dim": 12}),
    Variant("llama-linear", "llama", LINEAR, PLAIN, dtype="float32"),
    Variant("llama-linear-v4", "llama", LINEAR, v4=True, like="llama-linear", without=("head_dim",)),
    Variant("llama-dynamic", "llama", {"max_position_embeddings": 24, "rope_parameters": rope(
        100.0, "dynamic", factor=4.0)}, {"unscaled": {"rope_parameters": rope(100.0)}}),
    Variant("llama-llama3", "llama", LLAMA3, {"unscaled": {"rope_parameters": rope(20.0)}}),
    Variant("llama-llama3-v4", "llama", LLAMA3, v4=True, like="llama-llama3"),
    Variant("llama-yarn", "llama", YARN, {
        "unscaled": {"rope_parameters": rope(50.0)},
        "attention factor": {"rope_parameters": YARN["rope_parameters"] | {"attention_factor": 1.0}}}),
    Variant("llama-yarn-v4", "llama", YARN, v4=True, like="llama-yarn", without=("head_dim",)),
    Variant("llama-yarn-options", "llama", {"head_dim": 16, "rope_parameters": YARN_OPTIONS}, {
        f"no {key}": {"rope_parameters": {k: v for k, v in YARN_OPTIONS.items() if k != key}}
        for key in ("beta_fast", "beta_slow", "mscale", "truncate")}),
    Variant("llama-yarn-attention", "llama", {
        "rope_parameters": YARN["rope_parameters"] | {"attention_factor": 0.7}},
        {"attention factor": YARN}),
    Variant("mistral", "mistral", MISTRAL, NO_WINDOW | {"window of 7": {"sliding_window": 7},
                                                        "window of 9": {"sliding_window": 9}}),
    Variant("mistral-v4", "mistral", MISTRAL, v4=True, like="mistral", without=("head_dim",)),
    Variant("mistral-nowindow", "mistral", {"sliding_window": None, "head_dim": 12},
            {"window": {"sliding_window": 8}}, dtype="float16"),
    Variant("qwen2", "qwen2", contrasts={"rope theta": {"rope_parameters": rope(100.0)}}, shard="20KB"),
    Variant("qwen2-window", "qwen2", {
        "num_hidden_layers": 3, "use_sliding_window": True, "sliding_window": 8, "max_window_layers": 1,
        "layer_types": ["sliding_attention", "full_attention", "sliding_attention"]}, all_full(3) | {
        "max_window_layers": {"layer_types": ["full_attention", "sliding_attention", "sliding_attention"]}}),
    Variant("qwen2-window-v4", "qwen2", {
        "num_hidden_layers": 3, "use_sliding_window": True, "sliding_window": 8, "max_window_layers": 2},
        all_full(3), v4=True, without=("layer_types",)),
    Variant("qwen3", "qwen3", {"head_dim": 12}),
    Variant("qwen3-tied", "qwen3", {
        "head_dim": 12, "tie_word_embeddings": True, "attention_bias": True, "use_sliding_window": True,
        "sliding_window": 9, "max_window_layers": 1}, all_full(2)),
    Variant("olmo2", "olmo2", contrasts={"rope theta": {"rope_parameters": rope(100.0)}}),
    Variant("olmo2-v4", "olmo2", {
        "attention_bias": True, "num_key_value_heads": 4, "pad_token_id": None, "rope_parameters": rope(500.0)},
        PLAIN, v4=True),
    Variant("gemma", "gemma", {"head_dim": 12}, {"gelu by erf": {"hidden_act": "gelu"}}),
    Variant("gemma2", "gemma2", GEMMA2, all_full(3) | UNCAPPED | {"query scalar": {"query_pre_attn_scalar": 12}},
            logprobs=True),
    Variant("gemma2-v4", "gemma2", GEMMA2, v4=True, like="gemma2", without=("layer_types",)),
    Variant("gemma3", "gemma3_text", GEMMA3, GEMMA3_CONTRASTS),
    Variant("gemma3-v4", "gemma3_text", GEMMA3, v4=True, like="gemma3",
            without=("layer_types", "_sliding_window_pattern")),
    Variant("phi3", "phi3", {"sliding_window": 10, "original_max_position_embeddings": 128}, NO_WINDOW),
    Variant("phi3-longrope", "phi3", LONGROPE, {
        "unscaled": {"rope_parameters": rope(100.0, partial_rotary_factor=1.0)},
        "attention factor": {"rope_parameters": LONGROPE["rope_parameters"] | {"attention_factor": 1.0}}}),
    Variant("phi3-partial", "phi3", {"original_max_position_embeddings": 128, "rope_parameters": rope(
        100.0, partial_rotary_factor=0.75)}, {"whole heads": {"rope_parameters": rope(100.0)}}),
    Variant("phi3-v4", "phi3", {
        "sliding_window": 20, "partial_rotary_factor": 0.75, "max_position_embeddings": 64,
        "original_max_position_embeddings": 16, "rope_parameters": rope(
            100.0, "longrope", short_factor=[1.0, 1.2, 1.5], long_factor=[1.3, 2.5, 4.0])}, NO_WINDOW, v4=True),
]
