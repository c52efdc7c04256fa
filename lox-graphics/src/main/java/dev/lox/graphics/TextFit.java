// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.ArrayList;
import java.util.List;

/** Estimates the room that text takes: a drawing is made before its font is known. */
public final class TextFit {
    /** Width as a share of the font size: a little more than the average of a sans-serif font. */
    private static final double LETTER = 0.58;

    private static final int FIRST_WIDE = 0x2e80;

    private TextFit() {}

    public static double width(String text, double size) {
        return text.codePoints().mapToDouble(c -> c < FIRST_WIDE ? LETTER : 1).sum() * size;
    }

    /** Shortens a text that is too long in its middle: names differ at their ends. */
    public static String cut(String text, double size, double room) {
        if (width(text, size) <= room) return text;
        int[] points = text.codePoints().toArray();
        for (int kept = points.length - 1; kept > 1; kept--) {
            int head = (kept + 1) / 2;
            String cut =
                    new String(points, 0, head) + "…" + new String(points, points.length - (kept - head), kept - head);
            if (width(cut, size) <= room) return cut;
        }
        return "…";
    }

    /** Wraps a text at its spaces; a word that is too long is shortened. */
    public static List<String> lines(String text, double size, double room) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.strip().split("\\s+", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (width(longer, size) > room && !line.isEmpty()) {
                lines.add(cut(line, size, room));
                line = word;
            } else line = longer;
        }
        lines.add(cut(line, size, room));
        return lines;
    }
}
