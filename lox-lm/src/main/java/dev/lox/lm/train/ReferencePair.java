// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/**
 * What the reference model, the one that training begins with, makes of a pair.
 *
 * @param chosen log-probability of the chosen reply, the sum over its tokens
 * @param rejected that of the rejected one
 */
public record ReferencePair(double chosen, double rejected) {}
