// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rate among replies with a verdict.
 *
 * @param judged number of parsed verdicts, including successes
 * @param unparsed number of unparsed verdicts, which are in neither
 */
public record Rate(long successes, long judged, long unparsed) {
    public Rate {
        if (successes < 0 || successes > judged || unparsed < 0)
            throw new IllegalArgumentException(successes + " of " + judged + ", " + unparsed + " unparsed");
    }

    /** successes / judged; empty if nothing was judged. */
    public OptionalDouble value() {
        return judged == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) successes / judged);
    }

    /** The rate if every unparsed verdict were a success; empty if there are no verdicts at all. */
    public OptionalDouble highest() {
        long all = judged + unparsed;
        return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (successes + unparsed) / all);
    }

    /** Wilson's score interval (Wilson 1927), which is also valid near 0 and 1 and for few samples. */
    public Optional<Interval> interval() {
        if (judged == 0) return Optional.empty();
        double n = judged;
        double p = successes / n;
        double z2 = Interval.Z * Interval.Z;
        double centre = p + z2 / (2 * n);
        double half = Interval.Z * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        double scale = 1 + z2 / n;
        // Rounding may give slightly less than 0 or more than 1.
        double low = successes == 0 ? 0 : (centre - half) / scale;
        double high = successes == judged ? 1 : (centre + half) / scale;
        return Optional.of(new Interval(low, high));
    }
}
