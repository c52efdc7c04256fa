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
 * Cuts an optimizer step's rows into the micro-batches that go through the model together. All ways have the same rows in
 * the step, and so the same gradient up to rounding. Where rows are sorted the longest come first: what does not fit in
 * memory fails at the beginning.
 *
 * @param rows of a micro-batch, unless packed
 * @param tokens of a packed micro-batch; a longer row stands alone
 */
public record MicroBatches(Batching batching, int rows, long tokens) {
    public MicroBatches {
        if (rows < 1 || tokens < 1)
            throw new IllegalArgumentException(
                    "a micro-batch has at least one row and one token, got " + rows + " and " + tokens);
    }

    /** Those of a recipe; a packed one has as many tokens as its longest plain one could have. */
    public static MicroBatches of(Recipe recipe) {
        int rows = recipe.batches().size();
        return new MicroBatches(recipe.batches().batching(), rows, (long) rows * recipe.maxLength());
    }

    /**
     * Cuts a step's rows.
     *
     * @param lengths tokens of each row
     * @return places in {@code lengths}, each once
     */
    public List<int[]> cut(int[] lengths) {
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

    /** First fit decreasing: at most 11/9 of the fewest micro-batches there could be, and one (Johnson 1973). */
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
