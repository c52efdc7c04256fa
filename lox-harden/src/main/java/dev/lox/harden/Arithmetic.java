// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Where values are rounded on the way from stored weights to stored weights. */
public enum Arithmetic {
    /** Stored values, f32 throughout, one rounding at the end. */
    FAITHFUL,
    /** As the paper's scripts do: both models and the delta are rounded to bf16 first, and so is the result. */
    REFERENCE
}
