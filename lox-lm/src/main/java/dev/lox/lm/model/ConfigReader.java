// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads config.json as transformers does, defaults by architecture included. What is not known is an error that names it:
 * an option passed over in silence gives text that is almost right.
 */
final class ConfigReader {
    /** Keys without effect on what a decoder computes. */
    private static final Set<String> INERT = Set.of(
            "architectures",
            "attention_dropout",
            "auto_map",
            "bos_token_id",
            "cache_implementation",
            "chunk_size_feed_forward",
            "dtype",
            "decoder_start_token_id",
            "embd_pdrop",
            "eos_token_id",
            "full_attn_mod",
            "id2label",
            "initializer_range",
            "interpolate_factor",
            "is_decoder",
            "is_llama_config",
            "label2id",
            "model_type",
            "name_or_path",
            "pretraining_tp",
            "resid_pdrop",
            "sep_token_id",
            "torch_dtype",
            "transformers.js_config",
            "transformers_version",
            "unk_token_id",
            "unsloth_fixed",
            "unsloth_version",
            "use_cache");

    /** Far more than any model has; more would only fill the memory with names. */
    private static final int MOST_LAYERS = 10_000;

    private final String where;
    private final List<String> complaints = new ArrayList<>();
    private final ConfigKeys keys;
    private final Family family;

    private ConfigReader(String where, ObjectNode config) {
        this.where = where;
        this.keys = new ConfigKeys(where, config, complaints);
        this.family = family(where, config);
    }

    /**
     * Reads a decoder's configuration.
     *
     * @param where the file, for complaints
     * @throws BadInputException naming every option that is missing, wrong or not known
     */
    static ModelConfig read(String where, ObjectNode config) {
        return new ConfigReader(where, config).read();
    }

    private static Family family(String where, ObjectNode config) {
        String type = config.path("model_type").asText("");
        Family family = Family.ofModelType(type)
                .orElseThrow(() -> new BadInputException(
                        where + ": model_type " + (type.isEmpty() ? "is missing" : type + " is not known")
                                + ", expected one of llama, mistral, qwen2, qwen3, gemma, gemma2, gemma3_text, phi3"));
        JsonNode architecture = config.path("architectures").path(0);
        if (architecture.isTextual() && !architecture.asText().equals(family.className()))
            throw new BadInputException(where + ": architecture " + architecture.asText() + " is not known, expected "
                    + family.className() + " for model_type " + type);
        if (config.hasNonNull("quantization_config"))
            throw new BadInputException(where + ": quantization_config: quantised weights are not supported; use the"
                    + " checkpoint they were made from");
        return family;
    }

    private ModelConfig read() {
        keys.ignore(INERT);
        int hidden = keys.size("hidden_size");
        int heads = keys.size("num_attention_heads");
        int headDim = headDim(hidden, heads);
        int kvHeads = keys.size("num_key_value_heads", defaultKvHeads(heads));
        if (heads % kvHeads != 0)
            keys.complain(
                    "num_attention_heads must be a multiple of num_key_value_heads, got " + heads + " and " + kvHeads);
        int count = keys.size("num_hidden_layers");
        if (count > MOST_LAYERS) {
            keys.complain("num_hidden_layers is " + count + ", expected at most " + MOST_LAYERS);
            count = 1;
        }
        int maxPositions = keys.size("max_position_embeddings", defaultMaxPositions());
        boolean late = family == Family.GEMMA2 || family == Family.GEMMA3;
        boolean attentionBias =
                switch (family) {
                    case LLAMA, QWEN3, GEMMA, GEMMA2, GEMMA3 -> keys.flag("attention_bias", false);
                    default -> false;
                };
        RopeReader ropes = new RopeReader(keys, family, headDim, maxPositions);
        ModelConfig config = new ModelConfig(
                family,
                keys.size("vocab_size"),
                hidden,
                keys.size("intermediate_size"),
                heads,
                kvHeads,
                headDim,
                layers(count),
                family == Family.GEMMA3 ? ropes.readTwo(complaints, where) : List.of(ropes.read(complaints, where)),
                keys.number("rms_norm_eps", family == Family.PHI3 ? 1e-5 : 1e-6),
                activation(),
                attentionBias || family == Family.QWEN2,
                attentionBias,
                family == Family.LLAMA && keys.flag("mlp_bias", false),
                1 / Math.sqrt(late ? keys.number("query_pre_attn_scalar", 256) : headDim),
                // Gemma 3 keeps the option in its files and does not apply it.
                family == Family.GEMMA2
                        ? cap("attn_logit_softcapping", OptionalDouble.of(50))
                        : ignored("attn_logit_softcapping"),
                late
                        ? cap(
                                "final_logit_softcapping",
                                family == Family.GEMMA2 ? OptionalDouble.of(30) : OptionalDouble.empty())
                        : OptionalDouble.empty(),
                keys.flag("tie_word_embeddings", family.isGemma()),
                keys.token("pad_token_id"),
                maxPositions);
        keys.finish();
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        return config;
    }

    private int headDim(int hidden, int heads) {
        int fallback =
                switch (family) {
                    case QWEN3 -> 128;
                    case GEMMA, GEMMA2, GEMMA3 -> 256;
                    default -> Math.max(1, hidden / heads);
                };
        if (!keys.has("head_dim") && hidden % heads != 0 && fallback == hidden / heads)
            keys.complain("hidden_size must be a multiple of num_attention_heads, got " + hidden + " and " + heads);
        return keys.size("head_dim", fallback);
    }

    private int defaultKvHeads(int heads) {
        if (keys.mentions("num_key_value_heads")) return heads;
        return switch (family) {
            case MISTRAL -> 8;
            case QWEN2, QWEN3 -> 32;
            case GEMMA -> 16;
            case GEMMA2, GEMMA3 -> 4;
            default -> heads;
        };
    }

    private int defaultMaxPositions() {
        return switch (family) {
            case LLAMA -> 2048;
            case MISTRAL, GEMMA3 -> 131072;
            case QWEN2, QWEN3 -> 32768;
            case GEMMA, GEMMA2 -> 8192;
            case PHI3 -> 4096;
        };
    }

    private Activation activation() {
        boolean late = family == Family.GEMMA2 || family == Family.GEMMA3;
        // Gemma's first files hold both keys, and only one of them counts.
        keys.ignore(Set.of("hidden_act", "hidden_activation"));
        String name =
                keys.text(late ? "hidden_activation" : "hidden_act", family.isGemma() ? "gelu_pytorch_tanh" : "silu");
        if (family == Family.GEMMA && name.equals("gelu")) return Activation.GELU_TANH;
        return Activation.parse(name).orElseGet(() -> {
            keys.complain("activation " + name + " is not known, expected silu, gelu or gelu_pytorch_tanh");
            return Activation.SILU;
        });
    }

    /** A cap that is null is off; one that is not mentioned has a default. */
    private OptionalDouble cap(String key, OptionalDouble fallback) {
        if (!keys.has(key)) return keys.mentions(key) ? OptionalDouble.empty() : fallback;
        double cap = keys.number(key);
        if (cap <= 0) keys.complain(key + " must be positive, got " + cap);
        return OptionalDouble.of(cap);
    }

    private OptionalDouble ignored(String key) {
        if (family == Family.GEMMA3) keys.ignore(Set.of(key));
        return OptionalDouble.empty();
    }

    private List<LayerKind> layers(int count) {
        int window =
                switch (family) {
                    case MISTRAL -> window(keys.mentions("sliding_window") ? LayerKind.NO_WINDOW : 4096);
                    case PHI3 -> window(LayerKind.NO_WINDOW);
                    case GEMMA2, GEMMA3 -> window(4096);
                    case QWEN2, QWEN3 -> qwenWindow();
                    default -> LayerKind.NO_WINDOW;
                };
        boolean everywhere = family == Family.MISTRAL || family == Family.PHI3;
        int from = keys.has("max_window_layers") ? (int) keys.number("max_window_layers") : 28;
        int pattern = family == Family.GEMMA3 ? keys.size("sliding_window_pattern", 6) : 2;
        JsonNode types = keys.take("layer_types");
        if (everywhere) types = null;
        if (types != null && (!types.isArray() || types.size() != count)) {
            keys.complain("layer_types must list " + count + " layers, got " + ConfigKeys.abbreviated(types));
            types = null;
        }
        List<LayerKind> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean sliding =
                    switch (family) {
                        case MISTRAL, PHI3 -> true;
                        case QWEN2, QWEN3 -> window != LayerKind.NO_WINDOW && i >= from;
                        case GEMMA2 -> i % 2 == 0;
                        case GEMMA3 -> (i + 1) % pattern != 0;
                        default -> false;
                    };
            if (types != null) sliding = sliding(types.get(i), window);
            layers.add(
                    new LayerKind(sliding ? window : LayerKind.NO_WINDOW, sliding && family == Family.GEMMA3 ? 1 : 0));
        }
        return layers;
    }

    private int window(int fallback) {
        return keys.size("sliding_window", fallback);
    }

    private int qwenWindow() {
        int window = window(keys.mentions("sliding_window") ? LayerKind.NO_WINDOW : 4096);
        return keys.flag("use_sliding_window", false) ? window : LayerKind.NO_WINDOW;
    }

    private boolean sliding(JsonNode type, int window) {
        switch (type.asText()) {
            case "full_attention", "attention" -> {
                return false;
            }
            case "sliding_attention" -> {
                if (window == LayerKind.NO_WINDOW)
                    keys.complain("layer_types has sliding_attention, but no sliding_window is in use");
                return true;
            }
            default -> {
                keys.complain("layer_types: " + ConfigKeys.abbreviated(type)
                        + " is not known, expected full_attention or sliding_attention");
                return false;
            }
        }
    }
}
