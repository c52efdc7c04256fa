// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** One layer: attention and feed-forward, each behind a norm and around a residual. */
final class DecoderLayer {
    private final int index;
    private final RmsNorm beforeAttention;
    private final SelfAttention attention;
    private final @Nullable RmsNorm behindAttention;
    private final RmsNorm beforeFeedForward;
    private final FeedForward feedForward;
    private final @Nullable RmsNorm behindFeedForward;

    DecoderLayer(ModelConfig config, int index, Modules modules) {
        this.index = index;
        boolean four = config.family().normsBehind();
        this.beforeAttention = modules.norm(index, "input_layernorm");
        this.attention = new SelfAttention(config, index, modules);
        // The same name stands for another place in Gemma 2 and 3.
        this.behindAttention = four ? modules.norm(index, "post_attention_layernorm") : null;
        this.beforeFeedForward = modules.norm(index, four ? "pre_feedforward_layernorm" : "post_attention_layernorm");
        this.feedForward = new FeedForward(config, index, modules);
        this.behindFeedForward = four ? modules.norm(index, "post_feedforward_layernorm") : null;
    }

    /** [tokens, hidden] to [tokens, hidden]. */
    Tensor apply(Tensor hidden, RotaryTable rope, AttentionContext context) {
        try (TensorScope scope = new TensorScope()) {
            Tensor a = attention.apply(index, beforeAttention.apply(hidden), rope, context);
            Tensor middle = hidden.add(behindAttention == null ? a : behindAttention.apply(a));
            Tensor f = feedForward.apply(beforeFeedForward.apply(middle));
            return scope.keep(middle.add(behindFeedForward == null ? f : behindFeedForward.apply(f)));
        }
    }
}
