// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;

/** Which keys the tokens of one forward pass attend to. */
interface AttentionContext {
    /**
     * Attention of one layer.
     *
     * @param q [tokens, heads, headDim], rotated
     * @param k [tokens, kvHeads, headDim], rotated
     * @param v [tokens, kvHeads, headDim]
     * @return [tokens, heads · headDim]
     */
    Tensor attend(int layer, Tensor q, Tensor k, Tensor v);
}
