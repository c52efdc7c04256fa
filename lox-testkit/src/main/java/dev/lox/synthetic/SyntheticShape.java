// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.Shape;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The sizes of a Llama-shaped pair and the composition of its alignment delta.
 *
 * @param directions singular directions of each matrix's delta
 * @param strength the largest singular value; the i-th is strength · i^-decay
 * @param noise standard deviation of the noise added to each element of the delta
 * @param shardBytes approximate size of a shard; a single file if all tensors fit
 */
public record SyntheticShape(
        int layers,
        int hidden,
        int intermediate,
        int vocabulary,
        DType dtype,
        int directions,
        double strength,
        double decay,
        double noise,
        long shardBytes) {
    /** Large enough for the method to show its effect, small enough to write within a second. */
    public static final SyntheticShape SMALL =
            new SyntheticShape(2, 256, 704, 2000, DType.F32, 6, 0.5, 0.3, 2e-4, Long.MAX_VALUE);

    /** Llama-2-7B: 13.5 GB in bf16, with a delta whose spectrum decays as slowly as real ones. */
    public static final SyntheticShape SEVEN_BILLION =
            new SyntheticShape(32, 4096, 11008, 32000, DType.BF16, 64, 0.15, 0.6, 0, 5_000_000_000L);

    /** Every tensor by name, in the order of the files. */
    Map<String, Shape> tensors() {
        Map<String, Shape> tensors = new LinkedHashMap<>();
        tensors.put("lm_head.weight", Shape.of(vocabulary, hidden));
        tensors.put("model.embed_tokens.weight", Shape.of(vocabulary, hidden));
        for (int i = 0; i < layers; i++) {
            String layer = "model.layers." + i + ".";
            tensors.put(layer + "input_layernorm.weight", Shape.of(hidden));
            tensors.put(layer + "mlp.down_proj.weight", Shape.of(hidden, intermediate));
            tensors.put(layer + "mlp.gate_proj.weight", Shape.of(intermediate, hidden));
            tensors.put(layer + "mlp.up_proj.weight", Shape.of(intermediate, hidden));
            tensors.put(layer + "post_attention_layernorm.weight", Shape.of(hidden));
            for (String p : new String[] {"k", "o", "q", "v"})
                tensors.put(layer + "self_attn." + p + "_proj.weight", Shape.of(hidden, hidden));
        }
        tensors.put("model.norm.weight", Shape.of(hidden));
        return tensors;
    }

    /** The singular values of the delta without noise, descending. */
    public double[] sigma() {
        double[] sigma = new double[directions];
        for (int i = 0; i < directions; i++) sigma[i] = strength * Math.pow(i + 1, -decay);
        return sigma;
    }

    String config() {
        return String.format(
                Locale.ROOT,
                """
                {
                  "architectures": ["LlamaForCausalLM"],
                  "model_type": "llama",
                  "hidden_size": %d,
                  "intermediate_size": %d,
                  "num_attention_heads": %d,
                  "num_key_value_heads": %d,
                  "num_hidden_layers": %d,
                  "vocab_size": %d,
                  "tie_word_embeddings": false,
                  "torch_dtype": "%s"
                }
                """,
                hidden,
                intermediate,
                hidden / 64,
                hidden / 64,
                layers,
                vocabulary,
                dtype.torchName());
    }
}
