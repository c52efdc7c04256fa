// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import dev.lox.base.InvalidInputException;

/** Equally spaced values, including both ends. */
public record Range(double from, double to, int points) {
    public Range {
        if (!(from < to) || !Double.isFinite(to - from))
            throw new InvalidInputException("range " + from + " to " + to + ": expected the smaller number first");
        if (points < 2)
            throw new InvalidInputException("range of " + points + " points: expected at least 2, one at each end");
    }

    public double at(int i) {
        return i == points - 1 ? to : from + i * (to - from) / (points - 1);
    }
}
