// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Scale;
import java.util.function.DoubleFunction;

/**
 * An axis of figures.
 *
 * @param factor from a figure to its number on the scale
 * @param words under the axis
 * @param text a figure as it is written
 */
record Reading(Scale scale, double factor, String words, DoubleFunction<String> text) {
    /** From 0 to 1 along the axis. */
    double at(double figure) {
        return scale.at(factor * figure);
    }
}
