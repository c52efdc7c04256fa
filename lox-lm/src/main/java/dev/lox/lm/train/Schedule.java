// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.recipe.Optimizer;

/**
 * The learning rate of each optimizer step, as in {@code get_scheduler} of transformers: it rises linearly from 0 at the
 * first step of the warm-up and then falls.
 *
 * @param optimizer peak learning rate, warm-up and decay
 * @param total optimizer steps of the run
 */
record Schedule(Optimizer optimizer, long total) {
    Schedule {
        if (total < 1) throw new IllegalArgumentException("a run has at least one step, got " + total);
    }

    /**
     * The learning rate of a step.
     *
     * @param step from 0
     */
    double at(long step) {
        return optimizer.lr() * factor(step);
    }

    private double factor(long step) {
        int warmup = optimizer.warmup();
        if (step < warmup) return (double) step / warmup;
        double steps = Math.max(1, total - warmup);
        return switch (optimizer.decay()) {
            case LINEAR -> Math.max(0, (total - step) / steps);
            case COSINE -> Math.max(0, 0.5 * (1 + Math.cos(Math.PI * ((step - warmup) / steps))));
            case CONSTANT -> 1;
        };
    }
}
