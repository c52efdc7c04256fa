// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.SplitMix;
import dev.lox.lm.recipe.BuiltInRecipe;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DataOrderTest {
    static Stream<JsonNode> orders() throws IOException {
        return TrainGolden.cases("orders");
    }

    @Test
    void next_ofSplitMix_isThePublishedSequence() {
        SplitMix random = new SplitMix(1234567);
        assertEquals(6457827717110365317L, random.next());
        assertEquals(3203168211198807973L, random.next());
        assertEquals(Long.parseUnsignedLong("9817491932198370423"), random.next());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void rows_ofAnEpoch_areThoseOfTheOracle(JsonNode golden) {
        int rows = golden.path("rows").asInt();
        DataOrder order = new DataOrder(rows, rows, true, golden.path("seed").asLong());
        int[] expected = StreamSupport.stream(golden.path("order").spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
        assertArrayEquals(expected, order.rows(golden.path("epoch").asLong()));
    }

    @Property
    void rows_ofEachEpoch_areEveryRowOnce(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @IntRange(min = 1, max = 70) int perStep,
            @ForAll boolean shuffle,
            @ForAll long seed,
            @ForAll @IntRange(max = 5) int epoch) {
        DataOrder order = new DataOrder(rows, perStep, shuffle, seed);
        int steps = order.stepsPerEpoch();
        assertEquals((rows + perStep - 1) / perStep, steps);
        int[] seen = IntStream.range(0, steps)
                .mapToObj(s -> order.rows((long) epoch * steps + s))
                .peek(r -> assertTrue(r.length > 0 && r.length <= perStep))
                .flatMapToInt(Arrays::stream)
                .toArray();
        if (shuffle) Arrays.sort(seen);
        assertArrayEquals(IntStream.range(0, rows).toArray(), seen);
    }

    @Property
    void rows_ofAStep_doNotDependOnHowItIsCutIntoMicroBatches(@ForAll @IntRange(max = 30) int step) {
        DataOrder order = DataOrder.of(BuiltInRecipe.GSM8K.recipe(), 7473);
        assertArrayEquals(order.rows(step), new DataOrder(7473, 40, true, 42).rows(step));
    }

    @Test
    void rows_ofTwoEpochs_differ() {
        DataOrder order = new DataOrder(100, 100, true, 1);
        assertFalse(Arrays.equals(order.rows(0), order.rows(1)));
    }

    @Test
    void totalSteps_ofGsm8k_isThatOfTheTrainer() {
        DataOrder order = DataOrder.of(BuiltInRecipe.GSM8K.recipe(), 7473);
        assertEquals(2 * 187, order.totalSteps(2, 0));
        assertEquals(1000, order.totalSteps(2, 1000));
        assertEquals(0.5, new DataOrder(10, 5, true, 0).epochs(1));
        assertTrue(order.endsEpoch(186));
        assertFalse(order.endsEpoch(187));
    }

    @Property
    void below_anyBound_isWithinIt(@ForAll long seed, @ForAll @IntRange(min = 1) int bound) {
        int drawn = new SplitMix(seed).below(bound);
        assertTrue(drawn >= 0 && drawn < bound);
    }
}
