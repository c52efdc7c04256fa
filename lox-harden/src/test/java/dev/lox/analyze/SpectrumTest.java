// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.harden.RankChoice;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpectrumTest {
    private static Spectrum of(double... sigma) {
        return new Spectrum(sigma, sigma.length, sigma.length);
    }

    @Test
    void equalValues_haveEveryRankEqualToTheirNumber() {
        Spectrum flat = of(3, 3, 3, 3);
        assertEquals(4, flat.stableRank(), 1e-12);
        assertEquals(4, flat.effectiveRank(), 1e-12);
        assertEquals(0.5, flat.energy(2), 1e-12);
    }

    @Test
    void figures_areThoseWorkedOutByHand() {
        Spectrum s = of(4, 2, 1, 1);
        assertEquals(22.0 / 16, s.stableRank(), 1e-12);
        // p = 1/2, 1/4, 1/8, 1/8: entropy 1.75 bits.
        assertEquals(Math.pow(2, 1.75), s.effectiveRank(), 1e-12);
        assertEquals(20.0 / 22, s.energy(2), 1e-12);
        assertEquals(2, s.rank(new RankChoice.Energy(0.9)));
    }

    @Test
    void zeroMatrix_hasRankZeroAndNoEnergy() {
        Spectrum zero = Spectrum.zero(5, 3);
        assertEquals(0, zero.stableRank());
        assertEquals(0, zero.effectiveRank());
        assertEquals(0, zero.autoRank());
        assertEquals(0, zero.rank(new RankChoice.Fixed(2)));
        assertNull(zero.energy(2));
    }

    @Property
    void ranks_areOrderedAndDoNotDependOnScale(
            @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0.01, max = 10) Double> values) {
        double[] sigma = values.stream()
                .sorted(Comparator.reverseOrder())
                .mapToDouble(v -> v)
                .toArray();
        Spectrum s = of(sigma);
        double n = sigma.length;
        assertTrue(s.stableRank() >= 1 - 1e-12, () -> "stable rank " + s.stableRank());
        assertTrue(s.stableRank() <= s.effectiveRank() * (1 + 1e-12), "stable rank is at most the effective rank");
        assertTrue(s.effectiveRank() <= n * (1 + 1e-12), "effective rank is at most the rank");
        Spectrum scaled = of(Arrays.stream(sigma).map(v -> 1e-6 * v).toArray());
        assertEquals(s.effectiveRank(), scaled.effectiveRank(), 1e-9 * n);
        assertEquals(s.stableRank(), scaled.stableRank(), 1e-9 * n);
        assertEquals(1, s.energy(sigma.length), 1e-12);
    }
}
