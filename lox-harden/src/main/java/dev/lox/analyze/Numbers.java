// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as the report writes them; a dash where there is none. */
final class Numbers {
    private Numbers() {}

    static String text(String format, @Nullable Double value) {
        return value == null ? "–" : String.format(Locale.ROOT, format, value);
    }

    /** {@code 48 %}; below ten with one decimal. */
    static String percent(@Nullable Double share) {
        return share == null ? "–" : text(share < 0.0995 ? "%.1f %%" : "%.0f %%", 100 * share);
    }
}
