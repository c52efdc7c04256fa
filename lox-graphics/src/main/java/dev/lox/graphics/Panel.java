// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** One chart, drawn for the width it is given: text keeps its size, lines and gaps grow. */
@FunctionalInterface
public interface Panel {
    /**
     * The chart in pixels.
     *
     * @param width available width; a chart that cannot be that narrow returns a wider drawing
     */
    Sketch draw(double width);
}
