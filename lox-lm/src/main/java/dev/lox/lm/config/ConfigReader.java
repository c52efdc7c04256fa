// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Reads config.json as transformers does, defaults by architecture included. An unknown option is an error that names it:
 * an option ignored in silence gives text that is almost right.
 */
final class ConfigReader {
    /** Keys without effect on what a decoder computes; {@code max_window_layers} has one only beside a window. */
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
            "max_window_layers",
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

    /** Keys whose null is a value: there is none. Elsewhere null stands for the default. */
    private static final Set<String> NULLABLE = Set.of(
            "attn_logit_softcapping",
            "final_logit_softcapping",
            "num_key_value_heads",
            "pad_token_id",
            "sliding_window");

    /** Far more than any model has; more would only fill the memory with names. */
    private static final int MOST_LAYERS = 10_000;

    private final String where;
    private final String modelType;
    private final Family family;
    private final Problems problems = new Problems();
    private final ConfigKeys keys;

    private ConfigReader(String where, ObjectNode config) {
        this.where = where;
        this.modelType = config.path("model_type").asText("");
        this.family = family(where, modelType, config);
        ObjectNode merged = family.defaults().deepCopy();
        config.properties().forEach(e -> {
            if (!e.getValue().isNull() || !merged.has(e.getKey()) || NULLABLE.contains(e.getKey()))
                merged.set(e.getKey(), e.getValue());
        });
        this.keys = new ConfigKeys(where, merged, problems);
    }

    /** See {@link ModelConfig#read}. */
    static ModelConfig read(String where, ObjectNode config) {
        return new ConfigReader(where, config).read();
    }

    private static Family family(String where, String type, ObjectNode config) {
        Family family = Family.ALL.get(type);
        if (family == null)
            throw new InvalidInputException(
                    where + ": model_type " + (type.isEmpty() ? "is missing" : type + " is not known")
                            + ", expected one of " + String.join(", ", Family.ALL.keySet()));
        JsonNode architecture = config.path("architectures").path(0);
        if (architecture.isTextual() && !architecture.asText().equals(family.architecture()))
            throw new InvalidInputException(where + ": architecture " + architecture.asText()
                    + " is not known, expected " + family.architecture() + " for model_type " + type);
        if (config.hasNonNull("quantization_config"))
            throw new InvalidInputException(
                    where + ": quantization_config: quantised weights are not supported; use the"
                            + " checkpoint they were made from");
        return family;
    }

    private ModelConfig read() {
        keys.ignore(INERT);
        keys.ignore(family.unused());
        int hidden = keys.size("hidden_size");
        int heads = keys.size("num_attention_heads");
        int headDim = headDim(hidden, heads);
        int kvHeads = keys.size("num_key_value_heads", heads);
        if (heads % kvHeads != 0)
            keys.complain(
                    "num_attention_heads must be a multiple of num_key_value_heads, got " + heads + " and " + kvHeads);
        int maxPositions = keys.size("max_position_embeddings");
        boolean attentionBias = option("attention_bias");
        List<Rope> ropes = new RopeReader(keys, family, headDim, maxPositions).read(problems, where);
        ModelConfig config = new ModelConfig(
                modelType,
                family.features(),
                family.layerNorms(),
                family.queryKeyNorm(),
                keys.size("vocab_size"),
                hidden,
                keys.size("intermediate_size"),
                heads,
                kvHeads,
                headDim,
                layers(ropes.size() - 1),
                ropes,
                epsilon(),
                activation(),
                attentionBias || family.features().contains(Feature.QUERY_BIAS),
                attentionBias,
                option("mlp_bias"),
                1 / Math.sqrt(isKnown("query_pre_attn_scalar") ? keys.positive("query_pre_attn_scalar") : headDim),
                cap("attn_logit_softcapping"),
                cap("final_logit_softcapping"),
                keys.flag("tie_word_embeddings", false),
                keys.token("pad_token_id"),
                maxPositions);
        keys.finish();
        problems.refuse();
        return config;
    }

    /** Whether a model of this family can have the option. */
    private boolean isKnown(String key) {
        return family.defaults().has(key);
    }

    /** A switch that not every family has. */
    private boolean option(String key) {
        return isKnown(key) && keys.flag(key, false);
    }

    private int headDim(int hidden, int heads) {
        if (!keys.has("head_dim") && hidden % heads != 0)
            keys.complain("hidden_size must be a multiple of num_attention_heads, got " + hidden + " and " + heads);
        return keys.size("head_dim", Math.max(1, hidden / heads));
    }

    private double epsilon() {
        double epsilon = keys.number("rms_norm_eps", 1e-6);
        if (epsilon < 0 || epsilon >= 1) keys.complain("rms_norm_eps must be between 0 and 1, got " + epsilon);
        return epsilon;
    }

    private Activation activation() {
        // Gemma's first files hold both keys, and only one of them counts.
        keys.ignore(Set.of("hidden_act", "hidden_activation"));
        String name =
                family.alias(keys.text(isKnown("hidden_activation") ? "hidden_activation" : "hidden_act", "silu"));
        return Activation.parse(name).orElseGet(() -> {
            keys.complain("activation " + name + " is not known, expected silu, gelu or gelu_pytorch_tanh");
            return Activation.SILU;
        });
    }

    private OptionalDouble cap(String key) {
        if (!isKnown(key)) return OptionalDouble.empty();
        if (keys.take(key) == null) return OptionalDouble.empty();
        return OptionalDouble.of(keys.positive(key));
    }

    /** Kinds of all layers, those with a window with a rope of their own. */
    private List<LayerKind> layers(int slidingRope) {
        int count = keys.size("num_hidden_layers");
        if (count > MOST_LAYERS) {
            keys.complain("num_hidden_layers is " + count + ", expected at most " + MOST_LAYERS);
            count = 1;
        }
        int window = window();
        IntPredicate slides = family.slidingLayers().of(keys);
        JsonNode types = keys.take("layer_types");
        if (family.slidingLayers() == SlidingLayers.ALL) types = null;
        if (types != null && (!types.isArray() || types.size() != count)) {
            keys.complain("layer_types must list " + count + " layers, got " + ConfigKeys.abbreviated(types));
            types = null;
        }
        List<LayerKind> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean sliding = types == null ? slides.test(i) : sliding(types.get(i), window);
            layers.add(new LayerKind(sliding ? window : LayerKind.NO_WINDOW, sliding ? slidingRope : 0));
        }
        return layers;
    }

    private int window() {
        if (!isKnown("sliding_window")) return LayerKind.NO_WINDOW;
        int window = keys.size("sliding_window", LayerKind.NO_WINDOW);
        boolean used = !isKnown("use_sliding_window") || keys.flag("use_sliding_window", false);
        return used ? window : LayerKind.NO_WINDOW;
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
