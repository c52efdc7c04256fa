// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.base.SplitMix;

/** Selects the most likely tokens without sorting the whole vocabulary. */
final class Candidates {
    private Candidates() {}

    /** The {@code k} tokens with the largest logits, in order of their ids. Of equal logits, the smaller id wins. */
    static int[] best(float[] logits, int k) {
        int n = logits.length;
        if (k >= n) {
            int[] all = new int[n];
            for (int i = 0; i < n; i++) all[i] = i;
            return all;
        }
        float[] copy = logits.clone();
        float threshold = select(copy, n - k);
        int above = 0;
        for (float v : logits) if (v > threshold) above++;
        int[] found = new int[k];
        int equal = k - above;
        for (int i = 0, at = 0; i < n && at < k; i++)
            if (logits[i] > threshold || logits[i] == threshold && equal-- > 0) found[at++] = i;
        return found;
    }

    /** The element that sorting would put at index {@code rank}. Reorders the array. */
    private static float select(float[] a, int rank) {
        SplitMix random = new SplitMix(a.length);
        int low = 0;
        int high = a.length - 1;
        while (low < high) {
            float pivot = a[low + random.below(high - low + 1)];
            int i = low;
            int j = high;
            while (i <= j) {
                while (a[i] < pivot) i++;
                while (a[j] > pivot) j--;
                if (i <= j) {
                    float t = a[i];
                    a[i++] = a[j];
                    a[j--] = t;
                }
            }
            if (rank <= j) high = j;
            else if (rank >= i) low = i;
            else break;
        }
        return a[rank];
    }

    /**
     * Moves the smallest set of heaviest candidates with a total weight of at least {@code mass} to the front.
     *
     * @return their number, at least 1
     */
    static int nucleus(int[] candidates, double[] weights, double mass) {
        SplitMix random = new SplitMix(weights.length);
        int low = 0;
        int high = weights.length - 1;
        double before = 0;
        // Quickselect by mass: the part that contains the boundary is split until it is one element.
        while (low < high) {
            double pivot = weights[low + random.below(high - low + 1)];
            int i = low;
            int j = high;
            while (i <= j) {
                while (weights[i] > pivot) i++;
                while (weights[j] < pivot) j--;
                if (i <= j) {
                    swap(candidates, weights, i, j);
                    i++;
                    j--;
                }
            }
            double upTo = before;
            for (int t = low; t <= j; t++) upTo += weights[t];
            if (j >= low && upTo >= mass) {
                high = j;
                continue;
            }
            double middle = upTo;
            for (int t = j + 1; t < i; t++) middle += weights[t];
            if (i > j + 1 && middle >= mass) return j + 2;
            before = middle;
            low = i;
        }
        return Math.min(low + 1, weights.length);
    }

    private static void swap(int[] candidates, double[] weights, int i, int j) {
        int c = candidates[i];
        candidates[i] = candidates[j];
        candidates[j] = c;
        double w = weights[i];
        weights[i] = weights[j];
        weights[j] = w;
    }
}
