// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.recipe.Optimizer;

/**
 * The learning rate of each optimizer step, as {@code get_scheduler} of transformers has it: it rises in a straight line
 * from 0, which the first step of a warm-up has, and then falls.
 *
 * @param optimizer the highest learning rate, the warm-up, and how it falls
 * @param total optimizer steps of the run
 */
public record Schedule(Optimizer optimizer, long total) {
    public Schedule {
        if (total < 1) throw new IllegalArgumentException("a run has at least one step, got " + total);
    }

    /**
     * The learning rate that a step is taken with.
     *
     * @param step from 0
     */
    public double at(long step) {
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
