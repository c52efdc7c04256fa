// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

/**
 * A rotary position embedding.
 *
 * @param theta base of the frequencies
 * @param dim dimensions of each head that are rotated, from the first on; the rest pass through
 */
public record Rope(double theta, int dim, RopeScaling scaling) {}
