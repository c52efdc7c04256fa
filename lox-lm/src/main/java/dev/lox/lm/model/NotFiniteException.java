// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.Problem;
import dev.lox.base.Reported;
import dev.lox.base.Setting;

/** A model computed NaN or infinity: its weights are damaged, or the precision is too narrow for them. */
public final class NotFiniteException extends RuntimeException implements Reported {
    private static final long serialVersionUID = 1L;
    private static final Problem PROBLEM = Problem.of(
            "the model's logits are not finite; with float16 try %s or float32, else the weights are damaged",
            Setting.of("dtype", "bfloat16"));

    NotFiniteException() {
        super(PROBLEM.toString());
    }

    @Override
    public Problem problem() {
        return PROBLEM;
    }
}
