// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.LayerNorms;
import dev.lox.lm.config.ModelConfig;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** One layer: attention and feed-forward, each with a residual around it and norms before it, after it, or both. */
final class DecoderLayer {
    private final int index;
    private final @Nullable RmsNorm beforeAttention;
    private final SelfAttention attention;
    private final @Nullable RmsNorm afterAttention;
    private final @Nullable RmsNorm beforeFeedForward;
    private final FeedForward feedForward;
    private final @Nullable RmsNorm afterFeedForward;

    DecoderLayer(ModelConfig config, int index, Modules modules) {
        LayerNorms norms = config.layerNorms();
        this.index = index;
        this.beforeAttention = modules.norm(index, norms.beforeAttention());
        this.attention = new SelfAttention(config, index, modules);
        this.afterAttention = modules.norm(index, norms.afterAttention());
        this.beforeFeedForward = modules.norm(index, norms.beforeFeedForward());
        this.feedForward = new FeedForward(config, index, modules);
        this.afterFeedForward = modules.norm(index, norms.afterFeedForward());
    }

    /** [tokens, hidden] to [tokens, hidden]. */
    Tensor apply(Tensor hidden, RotaryTable rope, AttentionContext context) {
        try (TensorScope scope = new TensorScope()) {
            Tensor a = attention.apply(index, normed(beforeAttention, hidden), rope, context);
            Tensor middle = hidden.add(normed(afterAttention, a));
            Tensor f = feedForward.apply(normed(beforeFeedForward, middle));
            return scope.keep(middle.add(normed(afterFeedForward, f)));
        }
    }

    private static Tensor normed(@Nullable RmsNorm norm, Tensor x) {
        return norm == null ? x : norm.apply(x);
    }
}
