// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** How a line is drawn: colour, width in pixels, dashes. */
public record Pen(Paint paint, double width, boolean dashed) {
    public static Pen of(Paint paint, double width) {
        return new Pen(paint, width, false);
    }
}
