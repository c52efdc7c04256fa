// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static float[] logits(Random random, int n) {
        float[] logits = new float[n];
        // Few distinct values, so that ties occur.
        for (int i = 0; i < n; i++) logits[i] = random.nextInt(n) * 0.25f - n / 8f;
        return logits;
    }

    @Property(tries = 300)
    void best_ofAnyLogits_areTheFirstOfASort(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int n) {
        Random random = new Random(seed);
        float[] logits = logits(random, n);
        int k = 1 + random.nextInt(n);
        int[] expected = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -logits[i]).thenComparing(i -> i))
                .limit(k)
                .mapToInt(i -> i)
                .sorted()
                .toArray();
        assertArrayEquals(expected, Candidates.best(logits, k));
    }

    @Property(tries = 300)
    void nucleus_ofAnyWeights_isTheShortestHeavyEnough(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double p) {
        Random random = new Random(seed);
        double[] weights = random.ints(n, 1, 10).asDoubleStream().toArray();
        int[] ids = IntStream.range(0, n).toArray();
        double[] original = weights.clone();
        double mass = p * Arrays.stream(weights).sum();
        int kept = Candidates.nucleus(ids, weights, mass);
        double[] sorted =
                Arrays.stream(original).map(w -> -w).sorted().map(w -> -w).toArray();
        double sum = 0;
        int expected = 0;
        while (sum < mass) sum += sorted[expected++];
        assertEquals(expected, kept);
        double got = Arrays.stream(weights, 0, kept).sum();
        assertEquals(sum, got, 1e-9);
        for (int i = 0; i < n; i++) assertEquals(original[ids[i]], weights[i], 0);
    }

    @Test
    void draw_manyTimes_followsTheSoftmax() {
        float[] logits = {0, 1, 2, -1};
        Sampler sampler = new Sampler(new Sampling(0.7, 0, 1, 3));
        int[] counts = new int[4];
        for (int i = 0; i < 40_000; i++) counts[sampler.draw(logits.clone())]++;
        double total = 0;
        for (float v : logits) total += Math.exp(v / 0.7);
        for (int i = 0; i < 4; i++) assertEquals(Math.exp(logits[i] / 0.7) / total, counts[i] / 40_000.0, 0.01);
    }

    @Test
    void draw_topOne_isGreedy() {
        Random random = new Random(1);
        Sampler sampler = new Sampler(new Sampling(5, 1, 1, 3));
        for (int i = 0; i < 100; i++) {
            float[] logits = logits(random, 30);
            assertEquals(Candidates.best(logits, 1)[0], sampler.draw(logits));
        }
    }

    @Test
    void draw_smallNucleus_takesOnlyTheLikely() {
        Sampler sampler = new Sampler(new Sampling(1, 0, 0.6, 3));
        float[] logits = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
        for (int i = 0; i < 500; i++) assertTrue(sampler.draw(logits.clone()) < 2);
    }

    @Test
    void sampling_outOfRange_isRefused() {
        assertThrows(InvalidInputException.class, () -> new Sampling(-1, 0, 1, 0));
        assertThrows(InvalidInputException.class, () -> new Sampling(Double.NaN, 0, 1, 0));
        assertThrows(InvalidInputException.class, () -> new Sampling(1, -1, 1, 0));
        assertThrows(InvalidInputException.class, () -> new Sampling(1, 0, 0, 0));
        assertThrows(InvalidInputException.class, () -> new Sampling(1, 0, 1.1, 0));
    }

    @Test
    void draw_notFinite_fails() {
        assertThrows(ArithmeticException.class, () -> new Sampler(new Sampling(1, 0, 1, 0))
                .draw(new float[] {Float.NaN, Float.NaN}));
    }
}
