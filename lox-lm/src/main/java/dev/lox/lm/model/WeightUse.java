// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/** The purpose of loaded weights. */
public enum WeightUse {
    /** As fast as possible: matrices may be packed, and then have no gradients. */
    INFERENCE,
    /** Constant, while gradients flow through them. */
    FROZEN,
    /** Trained: never mapped, and f32 whatever the precision of the computation. */
    TRAINED
}
