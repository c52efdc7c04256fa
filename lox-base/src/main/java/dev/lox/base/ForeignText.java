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

    /**
     * The text as files for other programs may hold it: characters that control a terminal, reverse the direction of the
     * text around them, are half of a pair or are no characters become replacement characters; line breaks and tabs stay.
     */
    public static String inert(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isInert(c) ? c : 0xfffd));
        return out.toString();
    }

    private static boolean isInert(int c) {
        if (c == '\n' || c == '\t' || c == '\r') return true;
        // Line and paragraph separators; embeddings, overrides and isolates.
        if (c >= 0x2028 && c <= 0x202e || c >= 0x2066 && c <= 0x2069) return false;
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE && (c & 0xfffe) != 0xfffe;
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
