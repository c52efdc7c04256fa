// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

/**
 * A model that was tried.
 *
 * @param alpha its alpha; 0 is the aligned model
 * @param within whether it is within the limits
 */
public record Probe(double alpha, Figures figures, boolean within) {}
