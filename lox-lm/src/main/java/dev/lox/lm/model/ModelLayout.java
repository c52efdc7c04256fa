// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.config.Feature;
import dev.lox.lm.config.ModelConfig;
import dev.lox.lm.config.QueryKeyNorm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tensors of a decoder, by name, with their shapes. */
final class ModelLayout {
    static final String EMBEDDING = "model.embed_tokens.weight";
    static final String OUTPUT_MODULE = "lm_head";
    static final String OUTPUT = OUTPUT_MODULE + ".weight";
    static final String NORM = "model.norm.weight";

    private static final Set<DType> USABLE = Set.of(DType.F64, DType.F32, DType.BF16, DType.F16);

    private final ModelConfig config;
    private final Map<String, Shape> shapes = new LinkedHashMap<>();

    private ModelLayout(ModelConfig config) {
        this.config = config;
        shapes.put(EMBEDDING, Shape.of(config.vocabularySize(), config.hiddenSize()));
        for (int i = 0; i < config.layers().size(); i++) layer(i);
        shapes.put(NORM, Shape.of(config.hiddenSize()));
        if (!config.tied()) shapes.put(OUTPUT, shapes.get(EMBEDDING));
    }

    /** Name and shape of every tensor, in the order in which a pass uses them. */
    static Map<String, Shape> of(ModelConfig config) {
        return new ModelLayout(config).shapes;
    }

    /** Whether a tensor is stored in a usable type. */
    static boolean isUsable(StoredTensor stored) {
        return USABLE.contains(stored.dtype());
    }

    /** Modules that map the input of attention, in the order of their results. */
    static List<String> queryKeyValue(ModelConfig config) {
        return config.has(Feature.FUSED_PROJECTIONS)
                ? List.of("self_attn.qkv_proj")
                : List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
    }

    /** Modules that map the input of a feed-forward block, in the order of their results. */
    static List<String> gateAndUp(ModelConfig config) {
        return config.has(Feature.FUSED_PROJECTIONS)
                ? List.of("mlp.gate_up_proj")
                : List.of("mlp.gate_proj", "mlp.up_proj");
    }

    /** All projections of a layer, those of the same input together. */
    static List<List<String>> projections(ModelConfig config) {
        return List.of(queryKeyValue(config), List.of("self_attn.o_proj"), gateAndUp(config), List.of("mlp.down_proj"));
    }

    static String layer(int index, String rest) {
        return "model.layers." + index + "." + rest;
    }

    private void layer(int i) {
        int hidden = config.hiddenSize();
        int wide = config.intermediateSize();
        int queries = config.queryWidth();
        int keys = config.keyWidth();
        norm(i, config.layerNorms().beforeAttention());
        if (config.has(Feature.FUSED_PROJECTIONS)) {
            linear(i, "self_attn.qkv_proj", queries + 2L * keys, hidden, false);
        } else {
            linear(i, "self_attn.q_proj", queries, hidden, config.queryBias());
            linear(i, "self_attn.k_proj", keys, hidden, config.queryBias());
            linear(i, "self_attn.v_proj", keys, hidden, config.queryBias());
        }
        QueryKeyNorm norm = config.queryKeyNorm();
        if (norm != QueryKeyNorm.NONE) {
            shapes.put(layer(i, "self_attn.q_norm.weight"), Shape.of(norm.width(queries, config.headDim())));
            shapes.put(layer(i, "self_attn.k_norm.weight"), Shape.of(norm.width(keys, config.headDim())));
        }
        linear(i, "self_attn.o_proj", hidden, queries, config.outputBias());
        norm(i, config.layerNorms().afterAttention());
        norm(i, config.layerNorms().beforeFeedForward());
        if (config.has(Feature.FUSED_PROJECTIONS)) {
            linear(i, "mlp.gate_up_proj", 2L * wide, hidden, false);
        } else {
            linear(i, "mlp.gate_proj", wide, hidden, config.feedForwardBias());
            linear(i, "mlp.up_proj", wide, hidden, config.feedForwardBias());
        }
        linear(i, "mlp.down_proj", hidden, wide, config.feedForwardBias());
        norm(i, config.layerNorms().afterFeedForward());
    }

    private void norm(int i, @Nullable String name) {
        if (name != null) shapes.put(layer(i, name + ".weight"), Shape.of(config.hiddenSize()));
    }

    private void linear(int i, String name, long out, long in, boolean bias) {
        shapes.put(layer(i, name + ".weight"), Shape.of(out, in));
        if (bias) shapes.put(layer(i, name + ".bias"), Shape.of(out));
    }

    /**
     * Compares a checkpoint's headers with its config.
     *
     * @throws InvalidInputException naming every tensor that is missing, of another shape, of an unusable type, or not part of
     *     the architecture
     */
    static void check(ModelConfig config, Checkpoint checkpoint) {
        List<String> problems = new ArrayList<>();
        String where = checkpoint.folder() + ": ";
        Map<String, Shape> layout = of(config);
        layout.forEach((name, shape) -> {
            StoredTensor stored = checkpoint.tensor(name).orElse(null);
            if (stored == null) problems.add(where + "tensor " + name + " " + shape + " is missing");
            else if (!stored.shape().equals(shape))
                problems.add(
                        where + "tensor " + name + " is " + stored.shape() + ", expected " + shape + " by config.json");
            else if (!isUsable(stored))
                problems.add(where + "tensor " + name + " is stored as "
                        + stored.dtype().torchName() + ", expected float32, bfloat16, float16 or float64");
        });
        for (String name : checkpoint.tensors().keySet())
            if (!layout.containsKey(name) && !name.endsWith(".rotary_emb.inv_freq") && !name.equals(OUTPUT))
                problems.add(where + "tensor " + name + " is not part of a " + config.modelType() + " model");
        if (!problems.isEmpty()) throw shortened(problems);
    }

    /** All problems, or the first of many and the number of others. */
    static InvalidInputException shortened(List<String> problems) {
        if (problems.size() <= 8) return new InvalidInputException(problems);
        List<String> few = new ArrayList<>(problems.subList(0, 7));
        few.add("and " + (problems.size() - 7) + " more tensors");
        return new InvalidInputException(few);
    }
}
