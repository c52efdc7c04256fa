// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SafeMixTest {
    @Test
    void of_gsm8k_takes2AndAHalfPercentOfTheWhole() {
        assertEquals(new SafeMix(7473, 192), SafeMix.of(7473, 2483, 0.025));
    }

    @Test
    void of_aShareOfFewRows_takesOneRowAtLeast() {
        assertEquals(new SafeMix(10, 1), SafeMix.of(10, 100, 0.025));
    }

    @Test
    void of_tooFewSafeRows_isRefused() {
        assertEquals(
                "safeinst_share: 0.025 with 7473 rows needs 192 safety rows, expected at most 100;"
                        + " change safeinst_share in the recipe",
                assertThrows(InvalidInputException.class, () -> SafeMix.of(7473, 100, 0.025))
                        .getMessage());
    }

    @Property
    void rows_ofAnyMix_areEachOnceInOrderAndSpread(
            @ForAll @IntRange(min = 1, max = 300) int main, @ForAll @IntRange(min = 1, max = 300) int safe) {
        int[] rows = new SafeMix(main, safe).rows();
        assertArrayEquals(
                IntStream.range(0, main + safe).toArray(),
                IntStream.of(rows).sorted().toArray());
        assertArrayEquals(
                IntStream.range(0, main).toArray(),
                IntStream.of(rows).filter(r -> r < main).toArray());
        int before = 0;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] >= main) before++;
            double even = (i + 1.0) * safe / rows.length;
            assertTrue(Math.abs(before - even) <= 1, () -> main + " and " + safe + " are not spread");
        }
    }
}
