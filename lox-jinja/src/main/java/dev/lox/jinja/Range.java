// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.math.BigInteger;
import java.util.AbstractList;
import java.util.List;

/** Python's range, limited to the length that Jinja's sandbox allows. */
record Range(BigInteger start, BigInteger stop, BigInteger step) {
    private static final int MAX_LENGTH = 100_000;

    Range {
        if (step.signum() == 0) throw new TemplateException("range() arg 3 must not be zero");
        if (length(start, stop, step).compareTo(BigInteger.valueOf(MAX_LENGTH)) > 0)
            throw new TemplateException("range is too big, expected at most " + MAX_LENGTH + " numbers");
    }

    private static BigInteger length(BigInteger start, BigInteger stop, BigInteger step) {
        BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
        if (span.signum() <= 0) return BigInteger.ZERO;
        return span.subtract(BigInteger.ONE).divide(step.abs()).add(BigInteger.ONE);
    }

    List<Object> items() {
        int length = length(start, stop, step).intValueExact();
        return new AbstractList<>() {
            @Override
            public Object get(int i) {
                return start.add(step.multiply(BigInteger.valueOf(i)));
            }

            @Override
            public int size() {
                return length;
            }
        };
    }

    @Override
    public String toString() {
        String ends = "range(" + start + ", " + stop;
        return step.equals(BigInteger.ONE) ? ends + ")" : ends + ", " + step + ")";
    }
}
