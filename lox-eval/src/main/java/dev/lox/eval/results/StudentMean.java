// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.util.Arrays;
import java.util.Optional;

/**
 * The mean of a few measurements, such as one for each seed.
 *
 * @param interval by Student's t, which accounts for the small number of values; empty for a single value
 */
public record StudentMean(double value, Optional<Interval> interval, int count) {
    /** Empty if there are no values. */
    public static Optional<StudentMean> of(double[] values) {
        int n = values.length;
        if (n == 0) return Optional.empty();
        double mean = Arrays.stream(values).sum() / n;
        if (n == 1) return Optional.of(new StudentMean(mean, Optional.empty(), 1));
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double half = quantile(n - 1) * Math.sqrt(squares / (n - 1) / n);
        return Optional.of(new StudentMean(mean, Optional.of(new Interval(mean - half, mean + half)), n));
    }

    /** The two-sided 95 % quantile of Student's t. */
    static double quantile(int freedom) {
        return quantile(freedom, 0.95);
    }

    /** The two-sided quantile of Student's t for a share: t = √freedom · tan θ, with θ found by bisection. */
    public static double quantile(int freedom, double share) {
        double low = 0;
        double high = Math.PI / 2;
        double middle = high / 2;
        while (low < middle && middle < high) {
            if (within(middle, freedom) < share) low = middle;
            else high = middle;
            middle = (low + high) / 2;
        }
        return Math.sqrt(freedom) * Math.tan(middle);
    }

    /** The probability between −t and t as a finite sum (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4). */
    private static double within(double theta, int freedom) {
        boolean odd = freedom % 2 == 1;
        double cosine = Math.cos(theta);
        double term = odd ? cosine : 1;
        double sum = 0;
        for (int power = odd ? 1 : 0; power <= freedom - 2 && term > 1e-17 * sum; power += 2) {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }
        return odd ? 2 / Math.PI * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
    }
}
