// SPDX-License-Identifier: Apache-2.0
package dev.lox.draw;

import java.util.List;
import java.util.Locale;

/**
 * A colour of a picture.
 *
 * @param css as a page has it, where it follows light and dark
 * @param light its value on white
 */
public record Paint(String css, int light) {
    public static final Paint PAGE = new Paint("var(--page)", 0xffffff);
    public static final Paint INK = new Paint("var(--ink)", 0x1b1f27);
    public static final Paint SOFT = new Paint("var(--soft)", 0x59616f);
    public static final Paint RULE = new Paint("var(--rule)", 0xd9dde4);

    /** Told apart by colour-blind eyes (Okabe and Ito 2008), those that differ most first. */
    private static final List<Paint> SERIES = List.of(
            new Paint("var(--s0)", 0x0072b2),
            new Paint("var(--s1)", 0xd55e00),
            new Paint("var(--s2)", 0x009e73),
            new Paint("var(--s3)", 0xb5589a),
            new Paint("var(--s6)", 0x7d5fb8),
            new Paint("var(--s4)", 0xc98a00),
            new Paint("var(--s5)", 0x3fa0dc));

    /** The colour of the i-th of several things; they come again. */
    public static Paint series(int i) {
        return SERIES.get(i % SERIES.size());
    }

    /**
     * A colour that stands for a value, by day and by night.
     *
     * @param share from 0, dark, to 1, light
     */
    public static Paint viridis(double share) {
        return new Paint(Viridis.at(share), Viridis.rgb(share));
    }

    String hex() {
        return String.format(Locale.ROOT, "#%06x", light);
    }
}
