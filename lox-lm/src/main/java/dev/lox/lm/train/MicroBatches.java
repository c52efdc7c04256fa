// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits an optimizer step's rows into micro-batches. The rows of the step do not depend on the split, so the gradient is
 * the same up to rounding. Sorted rows come longest first, so that running out of memory happens at the start.
 *
 * @param rows rows of a micro-batch, unless packed
 * @param tokens maximum tokens of a packed micro-batch; a longer row has one to itself
 */
record MicroBatches(Batching batching, int rows, long tokens) {
    MicroBatches {
        if (rows < 1 || tokens < 1)
            throw new IllegalArgumentException(
                    "a micro-batch has at least one row and one token, got " + rows + " and " + tokens);
    }

    /** The split that a recipe asks for. Packed micro-batches hold up to size × max_length tokens. */
    static MicroBatches of(Recipe recipe) {
        int rows = recipe.batches().size();
        return new MicroBatches(recipe.batches().batching(), rows, (long) rows * recipe.maxLength());
    }

    /**
     * Splits a step's rows.
     *
     * @param lengths number of tokens of each row
     * @return indices into {@code lengths}, each once
     */
    List<int[]> cut(int[] lengths) {
        return switch (batching) {
            case PLAIN -> slices(IntStream.range(0, lengths.length).toArray());
            case BUCKETED -> slices(longestFirst(lengths));
            case PACKED -> packed(lengths);
        };
    }

    private List<int[]> slices(int[] order) {
        List<int[]> slices = new ArrayList<>();
        for (int from = 0; from < order.length; from += rows)
            slices.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + rows)));
        return slices;
    }

    /** First fit decreasing: at most 11/9 of the optimal number plus one (Johnson 1973). */
    private List<int[]> packed(int[] lengths) {
        List<IntStream.Builder> bins = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        for (int row : longestFirst(lengths)) {
            int bin = 0;
            while (bin < bins.size() && left.get(bin) < lengths[row]) bin++;
            if (bin == bins.size()) {
                bins.add(IntStream.builder());
                left.add(tokens);
            }
            bins.get(bin).add(row);
            left.set(bin, left.get(bin) - lengths[row]);
        }
        return bins.stream().map(b -> b.build().toArray()).toList();
    }

    private static int[] longestFirst(int[] lengths) {
        return IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> -lengths[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
