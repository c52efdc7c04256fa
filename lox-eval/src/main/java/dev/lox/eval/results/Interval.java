// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

/** A 95 % interval. */
public record Interval(double low, double high) {
    /** The normal distribution's two-sided 95 % quantile. */
    static final double Z = 1.959963984540054;
}
