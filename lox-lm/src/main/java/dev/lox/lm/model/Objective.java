// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/** A loss that is a function of the log-probabilities of learned tokens. */
@FunctionalInterface
public interface Objective {
    /**
     * Where the loss goes.
     *
     * @param logProbabilities log p of the learned tokens of each sequence
     * @return d loss / d log p, in the same shape
     */
    float[][] slopes(float[][] logProbabilities);
}
