// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** How a series is drawn: its marker, colour and line. */
public record SeriesStyle(Marker marker, Paint paint, boolean dashed) {
    /** Discs and solid lines in the colour of series i; lines of the second round of colours are dashed. */
    public static SeriesStyle of(int i) {
        return new SeriesStyle(Marker.DISC, Paint.series(i), i / Paint.SERIES_COUNT % 2 == 1);
    }
}
