// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/**
 * The log-probabilities of a pair by the reference model, which is the model before training.
 *
 * @param chosen log-probability of the chosen reply, the sum over its tokens
 * @param rejected that of the rejected one
 */
record ReferencePair(double chosen, double rejected) {}
