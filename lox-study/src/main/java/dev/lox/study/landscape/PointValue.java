// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import dev.lox.lm.model.Blend;
import java.io.IOException;

/** A figure for the model at a point. */
@FunctionalInterface
public interface PointValue {
    /** The figure; NaN where there is none. */
    double value(double x, double y, Blend model) throws IOException;
}
