// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

/**
 * A model that was looked at.
 *
 * @param alpha how far it was pushed; 0 is the aligned model
 * @param within whether the bounds allow it
 */
public record Probe(double alpha, Figures figures, boolean within) {}
