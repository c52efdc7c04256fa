// SPDX-License-Identifier: Apache-2.0
package dev.lox.draw;

import java.util.Locale;

/** The viridis colours: even steps look even, in grey and to colour-blind eyes too (van der Walt &amp; Smith 2015). */
public final class Viridis {
    private static final int[] STOPS = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    private Viridis() {}

    /**
     * A colour as pages write it.
     *
     * @param share from 0, dark, to 1, light
     */
    public static String at(double share) {
        return String.format(Locale.ROOT, "#%06x", rgb(share));
    }

    static int rgb(double share) {
        double position = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
        int below = (int) Math.min(position, STOPS.length - 2.0);
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = STOPS[below] >> shift & 0xff;
            int to = STOPS[below + 1] >> shift & 0xff;
            colour |= (int) Math.round(from + (to - from) * (position - below)) << shift;
        }
        return colour;
    }

    /** The style of text that can be read on that colour. */
    public static String ink(double share) {
        return share < 0.45 ? "on-dark" : "on-light";
    }
}
