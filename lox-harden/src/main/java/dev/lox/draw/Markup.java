// SPDX-License-Identifier: Apache-2.0
package dev.lox.draw;

/** Foreign text in HTML and XML. */
public final class Markup {
    private Markup() {}

    /** For element content and quoted attributes; what neither language can hold becomes a replacement character. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(legal(c) ? c : '\uFFFD');
            }
        });
        return safe.toString();
    }

    private static boolean legal(int c) {
        if (c == '\n' || c == '\t') return true;
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE && (c & 0xFFFE) != 0xFFFE;
    }
}
