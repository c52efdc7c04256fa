// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;

/**
 * AdamW (Loshchilov and Hutter, 2019) and its learning rate schedule.
 *
 * @param lr the peak learning rate
 * @param decay how it falls after the warm-up
 * @param warmup optimizer steps over which it rises from 0
 * @param clip maximum norm of the gradient; 0 disables clipping
 * @param weightDecay share of a weight that a step of learning rate 1 removes
 * @param beta1 decay rate of the gradient's running mean
 * @param beta2 decay rate of the running mean of its square
 * @param epsilon added to the root of that mean
 */
public record Optimizer(
        double lr,
        Decay decay,
        int warmup,
        double clip,
        double weightDecay,
        double beta1,
        double beta2,
        double epsilon) {
    /** How the learning rate falls. */
    public enum Decay {
        /** Linearly, to 0 at the last step. */
        LINEAR,
        /** Along half a cosine, to 0 at the last step. */
        COSINE,
        /** Not at all. */
        CONSTANT
    }

    public Optimizer {
        new Checks()
                .positive("lr", lr)
                .atLeast(0, "warmup", warmup)
                .notNegative("clip", clip)
                .notNegative("weight_decay", weightDecay)
                .below(1, "beta1", beta1)
                .below(1, "beta2", beta2)
                .positive("epsilon", epsilon)
                .done();
    }
}
