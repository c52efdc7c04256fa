// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMixTest {
    /** The published generator's first outputs for seed 1234567. */
    @Test
    void numbers_areThoseOfTheReferenceImplementation() {
        SplitMix random = new SplitMix(1234567);
        assertEquals(6457827717110365317L, random.next());
        assertEquals(3203168211198807973L, random.next());
        assertEquals(-8629252141511181193L, random.next());
    }

    @Test
    void gaussian_hasTheMomentsOfTheStandardNormal() {
        SplitMix random = SplitMix.of(7, 1);
        double[] x = new double[200_000];
        Arrays.setAll(x, i -> random.gaussian());
        double mean = Arrays.stream(x).average().orElseThrow();
        double variance =
                Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
        double fourth = Arrays.stream(x).map(v -> v * v * v * v).average().orElseThrow();
        assertEquals(0, mean, 0.01);
        assertEquals(1, variance, 0.02);
        assertEquals(3, fourth, 0.1);
        assertTrue(Arrays.stream(x).allMatch(Double::isFinite));
    }

    @Test
    void uniform_staysBelowOne_andStreamsDiffer() {
        SplitMix random = SplitMix.of(3, 0);
        for (int i = 0; i < 100_000; i++) {
            double u = random.uniform();
            assertTrue(u >= 0 && u < 1);
        }
        assertTrue(SplitMix.of(3, 0).next() != SplitMix.of(3, 1).next());
    }
}
