// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.util.Optional;

/**
 * Compares two models on the same prompts.
 *
 * @param both number of prompts on which both succeed
 * @param first on which only the first succeeds
 * @param second on which only the second succeeds
 * @param neither on which neither succeeds
 */
public record PairedDifference(long both, long first, long second, long neither) {
    public long pairs() {
        return both + first + second + neither;
    }

    /** The second model's rate minus the first's; NaN if there are no pairs. */
    public double difference() {
        return (double) (second - first) / pairs();
    }

    /** The interval of the difference, by the adjusted Wald method for paired proportions (Bonett and Price 2012). */
    public Optional<Interval> interval() {
        if (pairs() == 0) return Optional.empty();
        double n = pairs() + 2.0;
        double p12 = (first + 1) / n;
        double p21 = (second + 1) / n;
        double half = Interval.Z * Math.sqrt((p12 + p21 - (p21 - p12) * (p21 - p12)) / n);
        return Optional.of(new Interval(Math.max(-1, p21 - p12 - half), Math.min(1, p21 - p12 + half)));
    }

    /**
     * McNemar's exact test, two-sided: how likely a split of the pairs that differ is to be at least as uneven, if each
     * were as likely to go either way. 1 where none differ.
     */
    public double pValue() {
        long n = first + second;
        long few = Math.min(first, second);
        double term = n * -Math.log(2);
        double tail = 0;
        for (long k = 0; k <= few; k++) {
            tail += Math.exp(term);
            term += Math.log((double) (n - k) / (k + 1));
        }
        return Math.min(1, 2 * tail);
    }
}
