// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

/** The gradient of a loss that depends on the log-probabilities of target tokens. */
@FunctionalInterface
public interface LossGradient {
    /**
     * The gradient at some log-probabilities.
     *
     * @param logProbabilities log p of the target tokens of each sequence
     * @return d loss / d log p, in the same shape
     */
    float[][] at(float[][] logProbabilities);
}
