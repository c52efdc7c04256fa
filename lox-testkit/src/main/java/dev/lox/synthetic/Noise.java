// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import dev.lox.base.SplitMix;

/** Nearly Gaussian numbers from one 64-bit draw: the sum of four 16-bit uniforms. */
final class Noise {
    private static final double SCALE = 1 / (65536 * Math.sqrt(4 / 12.0));

    private Noise() {}

    /** Mean 0, variance 1, between -3.5 and 3.5. */
    static double gaussian(SplitMix random) {
        long bits = random.next();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - 2 * 65535) * SCALE;
    }
}
