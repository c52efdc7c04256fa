// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/** A model computed NaN or infinity: its weights are damaged, or the type that is computed in is too narrow for them. */
public final class NotFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFiniteException() {
        super(
                "the model's logits are not finite; with float16 try --dtype bfloat16 or float32, else the weights are damaged");
    }
}
