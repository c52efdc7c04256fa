// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.lm.recipe.Batches.Batching;
import dev.lox.lm.recipe.BuiltInRecipe;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {
    private static final int[] LENGTHS = {3, 9, 1, 4, 9, 2};

    private static void assertCut(String expected, Batching batching) {
        List<int[]> cut = new MicroBatches(batching, 2, 10).cut(LENGTHS);
        assertEquals(expected, Arrays.deepToString(cut.toArray()));
    }

    @Test
    void cut_plain_isInOrder() {
        assertCut("[[0, 1], [2, 3], [4, 5]]", Batching.PLAIN);
    }

    @Test
    void cut_bucketed_putsLikeLengthsTogetherTheLongestFirst() {
        assertCut("[[1, 4], [3, 0], [5, 2]]", Batching.BUCKETED);
    }

    @Test
    void cut_packed_fillsUpToTheBudget() {
        assertCut("[[1, 2], [4], [3, 0, 5]]", Batching.PACKED);
    }

    @Property
    void cut_anyWay_hasEachRowOnce(
            @ForAll Batching batching,
            @ForAll @Size(max = 80) List<@IntRange(min = 1, max = 50) Integer> drawn,
            @ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 100) int tokens) {
        int[] lengths = lengths(drawn, drawn.size());
        List<int[]> cut = new MicroBatches(batching, rows, tokens).cut(lengths);
        assertArrayEquals(
                IntStream.range(0, lengths.length).toArray(),
                cut.stream().flatMapToInt(Arrays::stream).sorted().toArray());
        for (int[] batch : cut) {
            assertTrue(batch.length > 0);
            if (batching == Batching.PACKED)
                assertTrue(batch.length == 1
                        || Arrays.stream(batch).map(i -> lengths[i]).sum() <= tokens);
            else assertTrue(batch.length <= rows);
        }
        if (batching != Batching.PACKED) assertEquals((lengths.length + rows - 1) / rows, cut.size());
    }

    @Property
    void cut_packed_leavesNoTwoThatWouldFitIntoOne(
            @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 50) Integer> drawn,
            @ForAll @IntRange(min = 1, max = 100) int tokens) {
        int[] lengths = lengths(drawn, drawn.size());
        int[] sums = new MicroBatches(Batching.PACKED, 1, tokens)
                .cut(lengths).stream()
                        .mapToInt(b -> Arrays.stream(b).map(i -> lengths[i]).sum())
                        .sorted()
                        .toArray();
        if (sums.length > 1) assertTrue(sums[0] + sums[1] > tokens);
    }

    @Property
    void cut_bucketedEvenly_padsNoMoreThanPlain(
            @ForAll @Size(max = 60) List<@IntRange(min = 1, max = 50) Integer> drawn) {
        int[] lengths = lengths(drawn, drawn.size() / 4 * 4);
        assertTrue(padded(Batching.BUCKETED, lengths) <= padded(Batching.PLAIN, lengths));
    }

    private static int[] lengths(List<Integer> drawn, int count) {
        return drawn.stream().limit(count).mapToInt(Integer::intValue).toArray();
    }

    private static int padded(Batching batching, int[] lengths) {
        return new MicroBatches(batching, 4, 1)
                .cut(lengths).stream()
                        .mapToInt(b -> b.length
                                * Arrays.stream(b).map(i -> lengths[i]).max().orElseThrow())
                        .sum();
    }

    @Test
    void of_recipe_packsAsManyTokensAsItsLongestRowsHave() {
        assertEquals(new MicroBatches(Batching.BUCKETED, 20, 20 * 1024), MicroBatches.of(BuiltInRecipe.GSM8K.recipe()));
    }

    @Test
    void new_noRows_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new MicroBatches(Batching.PLAIN, 0, 1));
    }
}
