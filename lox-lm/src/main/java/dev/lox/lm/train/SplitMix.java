// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/**
 * SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). The JDK's generators promise the same numbers within one program only;
 * a run must go through its rows in the same order on every Java there will be, since a resumed one counts on it.
 */
public final class SplitMix {
    private long state;

    public SplitMix(long seed) {
        state = seed;
    }

    /** A generator of its own for each epoch of each seed. */
    public static SplitMix of(long seed, long epoch) {
        return new SplitMix(new SplitMix(new SplitMix(seed).next() + epoch).next());
    }

    /** A seed of its own for each part of each step. */
    static long seed(long seed, long step, int part) {
        return of(of(seed, step).next(), part).next();
    }

    /** 64 random bits. */
    public long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Uniform from 0, below {@code bound}: what is left over at the end of the range is drawn again. */
    public int below(int bound) {
        while (true) {
            long bits = next() >>> 1;
            long rest = bits % bound;
            if (bits - rest + (bound - 1) >= 0) return (int) rest;
        }
    }

    /** The numbers from 0 in a random order, by Fisher and Yates, from the last place down. */
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
