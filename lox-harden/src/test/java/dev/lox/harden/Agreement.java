// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;

/**
 * When a result agrees with the float64 formula: narrow types have 99.9 % of their elements equal to its value rounded
 * once; wide ones are off by 1e-4 of the update at most. NaN agrees with nothing.
 */
public final class Agreement {
    public static final double ERROR = 1e-4;
    public static final double EQUAL = 0.999;

    private Agreement() {}

    /** Every tensor of {@code expected} against that of the result, which was moved from {@code aligned}. */
    public static void assertAgree(Path expected, Checkpoint got, Checkpoint aligned) throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(expected)) {
            for (TensorInfo info : file.header().tensors())
                assertAgrees(
                        new StoredTensor(file, info),
                        got.tensors().get(info.name()),
                        aligned.tensors().get(info.name()));
        }
    }

    public static void assertAgrees(StoredTensor expected, StoredTensor got, StoredTensor aligned) throws IOException {
        assertEquals(expected.dtype(), got.dtype(), got.name());
        assertEquals(expected.shape(), got.shape(), got.name());
        if (!expected.dtype().isReal() || expected.shape().rank() < 2)
            assertArrayEquals(Numbers.bytes(expected), Numbers.bytes(got), got.name());
        else if (expected.dtype().bytes() < 4) assertMostEqual(Numbers.of(expected), Numbers.of(got), got.name());
        else assertClose(Numbers.of(expected), Numbers.of(got), Numbers.of(aligned), got.name());
    }

    public static void assertMostEqual(double[] expected, double[] got, String what) {
        int equal = 0;
        for (int i = 0; i < expected.length; i++) if (expected[i] == got[i]) equal++;
        assertTrue(equal >= EQUAL * expected.length, what + ": " + equal + " of " + expected.length + " are equal");
    }

    /** {@code got} against {@code expected}, both moved from {@code start}. */
    public static void assertClose(double[] expected, double[] got, double[] start, String what) {
        assertEquals(expected.length, got.length, what);
        double moved = Numbers.norm(Numbers.sum(expected, -1, start));
        double error = Numbers.norm(Numbers.sum(got, -1, expected)) / moved;
        assertTrue(moved > 0, what + ": nothing to compare with");
        assertTrue(error <= ERROR, what + ": off by " + error + " of the update");
    }
}
