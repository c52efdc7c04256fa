// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.util.Arrays;
import java.util.Optional;

/**
 * The mean of scores.
 *
 * @param interval by the normal approximation; the value itself if there are fewer than two scores
 */
public record Mean(double value, Interval interval, int count) {
    /** Empty if there are no scores. */
    public static Optional<Mean> of(double[] scores) {
        if (scores.length == 0) return Optional.empty();
        double mean = Arrays.stream(scores).average().orElseThrow();
        if (scores.length == 1) return Optional.of(new Mean(mean, new Interval(mean, mean), 1));
        double squares = Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).sum();
        double half = Interval.Z * Math.sqrt(squares / (scores.length - 1) / scores.length);
        return Optional.of(new Mean(mean, new Interval(mean - half, mean + half), scores.length));
    }

    /** The same with its interval clipped to the scale of the scores, which the approximation may exceed. */
    Mean within(double least, double most) {
        return new Mean(value, new Interval(Math.max(least, interval.low()), Math.min(most, interval.high())), count);
    }
}
