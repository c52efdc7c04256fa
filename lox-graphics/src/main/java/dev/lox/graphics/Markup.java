// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import dev.lox.base.ForeignText;

/** Escapes text for HTML and XML. */
final class Markup {
    private Markup() {}

    /**
     * For element content and quoted attributes. Characters that neither language allows, and those that reverse the
     * direction of the text around them, become replacement characters.
     */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        ForeignText.inert(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }
}
