// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** Escapes text for HTML and XML. */
final class Markup {
    private Markup() {}

    /**
     * For element content and quoted attributes. Characters that neither language allows, and those that reverse the
     * direction of the text around them, become replacement characters.
     */
    static String escape(String text) {
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
        if (c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069) return false;
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE && (c & 0xFFFE) != 0xFFFE;
    }
}
