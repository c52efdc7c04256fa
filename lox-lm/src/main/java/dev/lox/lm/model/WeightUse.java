// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/** What weights are loaded for. */
public enum WeightUse {
    /** To be multiplied with as fast as can be: matrices may be packed, and have no gradients then. */
    INFERENCE,
    /** To stay as they are while gradients go through them. */
    FROZEN,
    /** To be trained: in memory of their own, and f32 whatever is computed in. */
    TRAINED
}
