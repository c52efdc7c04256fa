// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.settings;

import java.util.ArrayList;
import java.util.List;

/** Validates the values of a record and reports all violations together, under the names used in files. */
public final class Checks {
    private final List<BadValue> bad = new ArrayList<>();

    /** A value out of its range. */
    public record BadValue(String key, String expected, String got) {}

    /** Values out of range. Callers that know where the values were written add the location. */
    public static final class BadValuesException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final transient List<BadValue> values;

        BadValuesException(List<BadValue> values) {
            super(String.join(
                    "\n",
                    values.stream()
                            .map(v -> v.key() + ": expected " + v.expected() + ", got " + v.got())
                            .toList()));
            this.values = List.copyOf(values);
        }

        List<BadValue> values() {
            return values;
        }
    }

    public Checks require(boolean holds, String key, String expected, Object got) {
        if (!holds) bad.add(new BadValue(key, expected, String.valueOf(got)));
        return this;
    }

    public Checks atLeast(int least, String key, int value) {
        return require(value >= least, key, "at least " + least, value);
    }

    public Checks positive(String key, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, key, "a number above 0", value);
    }

    public Checks notNegative(String key, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, key, "a number of at least 0", value);
    }

    /** At least 0 and below {@code bound}. */
    public Checks below(double bound, String key, double value) {
        return require(value >= 0 && value < bound, key, "at least 0 and below " + bound, value);
    }

    public void done() {
        if (!bad.isEmpty()) throw new BadValuesException(bad);
    }
}
