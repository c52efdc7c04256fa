// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import java.util.Locale;

/** A name that any file system takes. */
final class Slug {
    private static final int LONGEST = 48;

    private Slug() {}

    static String of(String name) {
        String slug =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "figure" : slug.substring(0, Math.min(LONGEST, slug.length()));
    }
}
