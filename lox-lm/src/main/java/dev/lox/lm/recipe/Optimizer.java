// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.lm.settings.Checks;

/**
 * AdamW (Loshchilov and Hutter, 2019) and the course of its learning rate.
 *
 * @param lr the highest learning rate
 * @param decay how it falls after the warm-up
 * @param warmup optimizer steps over which it rises from 0
 * @param clip the gradient's norm is brought down to this; 0 leaves it
 * @param weightDecay share of a weight that a step of learning rate 1 takes away
 * @param beta1 memory of the gradient's mean
 * @param beta2 memory of its square's mean
 * @param epsilon added to the root of the latter
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
        /** To 0 at the last step, in a straight line. */
        LINEAR,
        /** To 0 at the last step, along half a cosine. */
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
