// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as they stand in a page. */
final class Html {
    private Html() {}

    /** A dash where there is no figure. */
    static String number(String format, @Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, format, value);
    }

    static String percent(@Nullable Double share) {
        return share == null ? "–" : Takeaway.percent(share);
    }
}
