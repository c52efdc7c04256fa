// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** The viridis colour map: perceptually uniform, also in grey and for colour-blind readers (van der Walt &amp; Smith 2015). */
final class Viridis {
    private static final int[] STOPS = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    private Viridis() {}

    /** @param share from 0, dark, to 1, light */
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
}
