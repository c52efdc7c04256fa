// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.linalg.Svd;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Matrices of 256 and more a side, where the iterative path starts. */
final class GoldenLargeTest {
    @TempDir
    Path temp;

    private RequestBuilder request(String aligned) {
        return new RequestBuilder(
                Goldens.of("large/base"), Goldens.of("large/aligned-" + aligned), temp.resolve("out"));
    }

    @Test
    void iteration_bf16_isTheFloat64Formula() throws Exception {
        TensorOutcome.Extrapolated outcome = proj(request("bf16"));
        assertEquals(false, outcome.exact());
        assertTrue(outcome.residual() <= Svd.TOLERANCE, "residual " + outcome.residual());
        assertTrue(outcome.error() <= Svd.TOLERANCE, "error " + outcome.error());
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint aligned = Checkpoint.open(Goldens.of("large/aligned-bf16"))) {
            Agreement.assertAgree(Goldens.of("large/expected/rank-6.safetensors"), got, aligned);
        }
    }

    @Test
    void iteration_f32OverABf16Base_isTheFloat64Formula() throws Exception {
        assertEquals(false, proj(request("f32")).exact());
        assertAgreesInF32();
    }

    @Test
    void exactPath_f32OverABf16Base_isTheFloat64Formula() throws Exception {
        assertEquals(true, proj(request("f32").exact()).exact());
        assertAgreesInF32();
    }

    private void assertAgreesInF32() throws IOException {
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint aligned = Checkpoint.open(Goldens.of("large/aligned-f32"))) {
            double[] start = Numbers.of(aligned.tensors().get("proj"));
            assertEquals(DType.F32, got.tensors().get("proj").dtype());
            Agreement.assertClose(
                    Numbers.sum(start, 1, update()), Numbers.of(got.tensors().get("proj")), start, "proj");
        }
    }

    @Test
    void castToBf16_isTheFloat64Formula_roundedOnce() throws Exception {
        request("f32").dtype(DType.BF16).run();
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint aligned = Checkpoint.open(Goldens.of("large/aligned-f32"))) {
            double[] exact = Numbers.sum(Numbers.of(aligned.tensors().get("proj")), 1, update());
            double[] stored = Numbers.of(got.tensors().get("proj"));
            int nearest = 0;
            for (int i = 0; i < exact.length; i++) {
                // Half a step of a type with 8 significant bits.
                double half = Math.ulp((float) exact[i]) * (1 << 15);
                if (Math.abs(stored[i] - exact[i]) <= half) nearest++;
            }
            assertTrue(nearest >= Agreement.EQUAL * exact.length, nearest + " of " + exact.length + " are nearest");
        }
    }

    /** α·Proj₆(ΔW) from numpy's factors. */
    private static double[] update() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(Goldens.of("large/expected/factors-rank-6.safetensors"))) {
            double[] left = {};
            double[] right = {};
            for (TensorInfo info : file.header().tensors()) {
                double[] values = Numbers.of(new StoredTensor(file, info));
                if (info.name().equals("left")) left = values;
                else right = values;
            }
            return Numbers.product(left, right, 6);
        }
    }

    private static TensorOutcome.Extrapolated proj(RequestBuilder request) throws Exception {
        return assertInstanceOf(
                TensorOutcome.Extrapolated.class, request.run().outcomes().get("proj"));
    }
}
