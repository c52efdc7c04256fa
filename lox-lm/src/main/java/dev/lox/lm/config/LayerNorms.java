// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import org.jspecify.annotations.Nullable;

/**
 * The norms of a layer, by the names of their tensors; null where there is none. Norms after a block are applied before its
 * result is added to the residual. One name stands for different places in different models.
 */
public record LayerNorms(
        @Nullable String beforeAttention,
        @Nullable String afterAttention,
        @Nullable String beforeFeedForward,
        @Nullable String afterFeedForward) {
    /** Before attention and before feed-forward (Llama). */
    static final LayerNorms BEFORE = new LayerNorms("input_layernorm", null, "post_attention_layernorm", null);
}
