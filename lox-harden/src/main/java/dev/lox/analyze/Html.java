// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text and figures as they stand in a page. */
final class Html {
    private Html() {}

    /** Foreign text, for element content and quoted attributes. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c);
            }
        });
        return safe.toString();
    }

    /** A dash where there is no figure. */
    static String number(String format, @Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, format, value);
    }

    static String percent(@Nullable Double share) {
        return share == null ? "–" : Takeaway.percent(share);
    }
}
