// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

/** What a decoder does differently from a plain one (Llama). */
public enum Feature {
    /** RMS norms multiply by 1 + weight. */
    NORM_OFFSET,
    /** RMS norms multiply by their weight in f32 and round the product; the others round before they multiply. */
    NORM_ROUNDS_LAST,
    /** Embeddings are multiplied by the square root of their width. */
    SCALED_EMBEDDING,
    /** Queries, keys and values have a bias, and the output projection has none. */
    QUERY_BIAS,
    /** One stored matrix for queries, keys and values, and one for gate and up. */
    FUSED_PROJECTIONS,
    /** Queries and keys are rotated in f32, and rounded after it; the others round cosines and sines first. */
    ROTATION_IN_F32,
    /** Keys are computed again when a sequence outgrows the original context of LongRoPE. */
    CACHE_REFILL
}
