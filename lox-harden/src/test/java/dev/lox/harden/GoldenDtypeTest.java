// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.checkpoint.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class GoldenDtypeTest {
    @TempDir
    Path temp;

    static Stream<Arguments> dtypesAndRanks() {
        return Stream.of("F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2")
                .flatMap(d -> Stream.of("1", "6", "full").map(r -> Arguments.of(d, r)));
    }

    @ParameterizedTest
    @MethodSource("dtypesAndRanks")
    void hardenedWeights_areTheFloat64Formula_roundedOnce(String dtype, String rank) throws Exception {
        EditReport report = Goldens.pair(dtype, temp.resolve("out")).rank(rank).run();
        assertEquals(4, report.changed());
        assertEquals(2, report.copied());
        assertAgrees(dtype, "rank-" + rank);
    }

    static Stream<Arguments> referenceCases() {
        return Stream.of("F32", "F16", "BF16")
                .flatMap(d -> Stream.of("6", "full").map(r -> Arguments.of(d, r)));
    }

    @ParameterizedTest
    @MethodSource("referenceCases")
    void compatReference_roundsWhereThePapersScriptDoes(String dtype, String rank) throws Exception {
        Goldens.pair(dtype, temp.resolve("out")).rank(rank).reference().run();
        assertAgrees(dtype, "reference-rank-" + rank);
    }

    private void assertAgrees(String dtype, String expected) throws Exception {
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint aligned = Checkpoint.open(Goldens.of(dtype + "/aligned"))) {
            assertEquals(
                    List.copyOf(aligned.tensors().keySet()),
                    List.copyOf(got.tensors().keySet()));
            Agreement.assertAgree(Goldens.of(dtype + "/expected/" + expected + ".safetensors"), got, aligned);
        }
    }

    @Test
    void keptDtype_keepsHeadAndConfigByteForByte() throws Exception {
        Goldens.pair("BF16", temp.resolve("out")).run();
        Path aligned = Goldens.of("BF16/aligned");
        assertArrayEquals(
                Files.readAllBytes(aligned.resolve("config.json")),
                Files.readAllBytes(temp.resolve("out/config.json")));
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint from = Checkpoint.open(aligned)) {
            assertArrayEquals(
                    from.shards().get(0).header().encoded(),
                    got.shards().get(0).header().encoded());
        }
    }

    @Test
    void agreement_isNotHeldByNaN() {
        double[] one = {1};
        double[] nan = {Double.NaN};
        assertThrows(AssertionError.class, () -> Agreement.assertClose(one, nan, new double[] {0}, "NaN"));
        assertThrows(AssertionError.class, () -> Agreement.assertClose(nan, one, new double[] {0}, "NaN"));
        assertThrows(AssertionError.class, () -> Agreement.assertMostEqual(nan, nan, "NaN"));
    }
}
