// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import org.jspecify.annotations.Nullable;

/** Makes text from untrusted files and servers safe to print. */
public final class ForeignText {
    private static final int MOST = 120;

    private ForeignText() {}

    /** At most 120 code points of the text, on one line, with characters that are not printable replaced. */
    public static String printable(@Nullable String text) {
        String all = String.valueOf(text);
        StringBuilder out = new StringBuilder();
        all.codePoints().limit(MOST).forEach(c -> out.appendCodePoint(isPrintable(c) ? c : '?'));
        return all.codePointCount(0, all.length()) > MOST ? out + "..." : out.toString();
    }

    /** The text with characters that are not printable replaced; line feeds and tabs stay. */
    public static String visible(String text) {
        if (isPrintable(text)) return text;
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.appendCodePoint(c == '\n' || c == '\t' || isPrintable(c) ? c : '?'));
        return out.toString();
    }

    /** Whether every character is visible: no control, format or lone surrogate characters. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(ForeignText::isPrintable);
    }

    /** Whether a character neither breaks a line nor changes how the rest of it is displayed. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
