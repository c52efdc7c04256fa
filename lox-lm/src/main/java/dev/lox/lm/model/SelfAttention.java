// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import dev.lox.lm.config.QueryKeyNorm;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Attention of one layer: projections, norms and rotation of queries and keys. */
final class SelfAttention {
    private final long headDim;
    private final Projections queryKeyValue;
    private final @Nullable RmsNorm queryNorm;
    private final @Nullable RmsNorm keyNorm;
    private final Linear output;

    SelfAttention(ModelConfig config, int layer, Modules modules) {
        this.headDim = config.headDim();
        this.queryKeyValue = modules.projections(
                layer, ModelLayout.queryKeyValue(config), config.queryWidth(), config.keyWidth(), config.keyWidth());
        boolean norms = config.queryKeyNorm() != QueryKeyNorm.NONE;
        this.queryNorm = modules.norm(layer, norms ? "self_attn.q_norm" : null);
        this.keyNorm = modules.norm(layer, norms ? "self_attn.k_norm" : null);
        this.output = modules.linear(layer, "self_attn.o_proj");
    }

    /** [tokens, hidden] to [tokens, hidden]. */
    Tensor apply(int layer, Tensor x, RotaryTable rope, AttentionContext context) {
        Tensor[] qkv = queryKeyValue.apply(x);
        Tensor q = heads(qkv[0], queryNorm);
        Tensor k = heads(qkv[1], keyNorm);
        Tensor v = heads(qkv[2], null);
        return output.apply(context.attend(layer, rope.apply(q), rope.apply(k), v));
    }

    /** [tokens, width] to [tokens, heads, headDim], normed on the way: by heads, or in other parts before it is split. */
    private Tensor heads(Tensor x, @Nullable RmsNorm norm) {
        if (norm == null) return split(x, headDim);
        Tensor normed = norm.apply(split(x, norm.width()));
        return norm.width() == headDim ? normed : split(normed, headDim);
    }

    private static Tensor split(Tensor x, long width) {
        return x.reshape(x.size(0), -1, width);
    }
}
