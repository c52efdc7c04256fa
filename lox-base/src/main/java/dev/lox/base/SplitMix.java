// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

/**
 * The one source of pseudo-random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). The JDK's generators do not
 * promise the same numbers across versions; results named by a seed must be the same on every Java there will be.
 */
public final class SplitMix {
    private long state;

    public SplitMix(long seed) {
        state = seed;
    }

    /** An independent generator for each stream (an epoch, a purpose) of each seed. */
    public static SplitMix of(long seed, long stream) {
        return new SplitMix(new SplitMix(new SplitMix(seed).next() + stream).next());
    }

    /** An independent seed for each part of each step. */
    public static long seed(long seed, long step, int part) {
        return of(of(seed, step).next(), part).next();
    }

    /** 64 random bits. */
    public long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Uniform in [0, bound), without bias: an incomplete last range is drawn again. */
    public int below(int bound) {
        while (true) {
            long bits = next() >>> 1;
            long rest = bits % bound;
            if (bits - rest + (bound - 1) >= 0) return (int) rest;
        }
    }

    /** Uniform in [0, 1), a multiple of 2⁻⁵³. */
    public double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** Standard normal, by Box and Muller (1958); {@link StrictMath} gives the same bits on every processor. */
    public double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /** A random permutation of 0 … count − 1 (Fisher and Yates, from the last position down). */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) order[i] = i;
        for (int i = count - 1; i > 0; i--) {
            int j = below(i + 1);
            int t = order[i];
            order[i] = order[j];
            order[j] = t;
        }
        return order;
    }
}
