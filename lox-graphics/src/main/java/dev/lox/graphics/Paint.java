// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;
import java.util.Locale;

/**
 * A colour of a picture.
 *
 * @param css the colour in a page, where it follows the light or dark scheme
 * @param light RGB on white
 * @param opacity from 0 to 1
 */
public record Paint(String css, int light, double opacity) {
    public static final Paint PAGE = new Paint("var(--page)", 0xffffff, 1);
    public static final Paint INK = new Paint("var(--ink)", 0x1b1f27, 1);
    public static final Paint SOFT = new Paint("var(--soft)", 0x59616f, 1);
    public static final Paint RULE = new Paint("var(--rule)", 0xd9dde4, 1);

    /** Distinguishable by colour-blind readers (Okabe and Ito 2008); the most different come first. */
    private static final List<Paint> SERIES = List.of(
            new Paint("var(--s0)", 0x0072b2, 1),
            new Paint("var(--s1)", 0xd55e00, 1),
            new Paint("var(--s2)", 0x009e73, 1),
            new Paint("var(--s3)", 0xb5589a, 1),
            new Paint("var(--s4)", 0x7d5fb8, 1),
            new Paint("var(--s5)", 0xc98a00, 1),
            new Paint("var(--s6)", 0x3fa0dc, 1));

    static final int SERIES_COUNT = SERIES.size();

    /** The colour of series i; colours repeat after the last one. */
    public static Paint series(int i) {
        return SERIES.get(i % SERIES_COUNT);
    }

    /**
     * A colour of the viridis map, the same in both schemes.
     *
     * @param share from 0, dark, to 1, light
     */
    public static Paint viridis(double share) {
        return fixed(Viridis.rgb(share));
    }

    /** Text that is readable on {@link #viridis}. */
    static Paint onViridis(double share) {
        return fixed(share < 0.45 ? 0xffffff : 0x14171c);
    }

    private static Paint fixed(int rgb) {
        return new Paint(String.format(Locale.ROOT, "#%06x", rgb), rgb, 1);
    }

    Paint withOpacity(double share) {
        return new Paint(css, light, share);
    }

    String hex() {
        return String.format(Locale.ROOT, "#%06x", light);
    }
}
