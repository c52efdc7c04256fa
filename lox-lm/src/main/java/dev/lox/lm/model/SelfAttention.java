// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Projections of one attention layer, and what happens to queries and keys before they meet. */
final class SelfAttention {
    private final ModelConfig config;
    private final Projections queryKeyValue;
    private final @Nullable RmsNorm queryNorm;
    private final @Nullable RmsNorm keyNorm;
    private final Linear output;

    SelfAttention(ModelConfig config, int layer, Modules modules) {
        this.config = config;
        this.queryKeyValue = modules.projections(
                layer, ModelLayout.queryKeyValue(config), config.queryWidth(), config.keyWidth(), config.keyWidth());
        boolean norms = config.family().normsQueriesAndKeys();
        this.queryNorm = norms ? modules.norm(layer, "self_attn.q_norm") : null;
        this.keyNorm = norms ? modules.norm(layer, "self_attn.k_norm") : null;
        this.output = modules.linear(layer, "self_attn.o_proj");
    }

    /** [tokens, hidden] to [tokens, hidden]. */
    Tensor apply(int layer, Tensor x, RotaryTable rope, AttentionContext context) {
        Tensor[] qkv = queryKeyValue.apply(x);
        Tensor q = heads(qkv[0], config.heads());
        Tensor k = heads(qkv[1], config.kvHeads());
        Tensor v = heads(qkv[2], config.kvHeads());
        if (queryNorm != null) q = queryNorm.apply(q);
        if (keyNorm != null) k = keyNorm.apply(k);
        return output.apply(context.attend(layer, rope.apply(q), rope.apply(k), v));
    }

    private Tensor heads(Tensor x, int heads) {
        return x.reshape(x.size(0), heads, config.headDim());
    }
}
