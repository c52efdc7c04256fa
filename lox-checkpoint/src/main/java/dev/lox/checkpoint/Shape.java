// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.util.List;

/** Dimensions of a tensor, outermost first; empty for a scalar. */
public record Shape(List<Long> dims) {
    public Shape {
        dims = List.copyOf(dims);
        if (dims.stream().anyMatch(d -> d < 0)) throw new IllegalArgumentException("negative dimension in " + dims);
    }

    public static Shape of(long... dims) {
        return new Shape(java.util.Arrays.stream(dims).boxed().toList());
    }

    public int rank() {
        return dims.size();
    }

    /** Dimension {@code i}; a negative index counts from the end. */
    public long dim(int i) {
        return dims.get(i < 0 ? dims.size() + i : i);
    }

    /**
     * Number of elements, 1 for a scalar.
     *
     * @throws ArithmeticException if the number exceeds 2^63 - 1
     */
    public long elements() {
        long n = 1;
        for (long d : dims) n = Math.multiplyExact(n, d);
        return n;
    }

    /** Number of matrices in a tensor of two or more dimensions: the product of all but the last two. */
    public long matrices() {
        return new Shape(dims.subList(0, dims.size() - 2)).elements();
    }

    @Override
    public String toString() {
        return dims.toString();
    }
}
