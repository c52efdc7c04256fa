// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.DType;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BadTensorTest {
    private static final List<Integer> SHAPE = List.of(20, 10);

    @TempDir
    Path temp;

    private final float[] start = TinyModel.random(1, 200);
    private final float[] moved = TinyModel.moved(start, 10, 2, 2);

    @BeforeEach
    void makeModels() throws IOException {
        pair(start, moved);
    }

    private void pair(float[] base, float[] aligned) throws IOException {
        new TinyModel()
                .f32("first.weight", SHAPE, start)
                .f32("bad.weight", SHAPE, base)
                .save(temp.resolve("base"));
        new TinyModel()
                .f32("first.weight", SHAPE, TinyModel.moved(TinyModel.random(1, 200), 10, 2, 2))
                .f32("bad.weight", SHAPE, aligned)
                .save(temp.resolve("aligned"));
    }

    private RequestBuilder request() {
        return new RequestBuilder(temp.resolve("base"), temp.resolve("aligned"), temp.resolve("out"));
    }

    private void assertRefused(RequestBuilder request, String... words) throws IOException {
        InvalidTensorException e = assertThrows(InvalidTensorException.class, request::run);
        for (String word : words) assertTrue(String.valueOf(e.getMessage()).contains(word), e.getMessage());
        try (Stream<Path> left = Files.list(temp)) {
            Set<String> names = left.map(p -> String.valueOf(p.getFileName())).collect(Collectors.toSet());
            assertEquals(Set.of("base", "aligned"), names);
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN,6", "Infinity,6", "-Infinity,6", "NaN,full", "Infinity,auto", "NaN,energy:0.5"})
    void notFinite_inTheAlignedModel_isNamed(float value, String rank) throws Exception {
        moved[137] = value;
        pair(start, moved);
        assertRefused(request().rank(rank).threads(2), "bad.weight", "exclude");
    }

    @ParameterizedTest
    @CsvSource({"NaN,6", "Infinity,full"})
    void notFinite_inTheBase_isNamed(float value, String rank) throws Exception {
        start[3] = value;
        pair(start, TinyModel.moved(TinyModel.random(1, 200), 10, 2, 2));
        assertRefused(request().rank(rank), "first.weight", "exclude");
    }

    @Test
    void notFinite_asAdapter_isNamed() throws Exception {
        moved[0] = Float.NaN;
        pair(start, moved);
        assertRefused(request().asAdapter(), "bad.weight");
    }

    @Test
    void notFinite_inBothAlike_isNamed() throws Exception {
        start[5] = Float.POSITIVE_INFINITY;
        float[] same = start.clone();
        pair(start, same);
        assertRefused(request(), "weight");
    }

    @Test
    void excludedTensor_mayHoldAnything() throws Exception {
        moved[137] = Float.NaN;
        new TinyModel()
                .f32("good.weight", SHAPE, start)
                .f32("bad.weight", SHAPE, start)
                .save(temp.resolve("base"));
        new TinyModel()
                .f32("good.weight", SHAPE, TinyModel.moved(start, 10, 2, 2))
                .f32("bad.weight", SHAPE, moved)
                .save(temp.resolve("aligned"));
        assertEquals(1, request().exclude("^bad").run().changed());
    }

    @Test
    void overflow_ofF16_isNamedWithItsRemedy() throws Exception {
        assertRefused(
                request().alpha(1e8).dtype(DType.F16),
                "first.weight",
                "overflows float16",
                "lower alpha",
                "wider dtype");
    }

    @ParameterizedTest
    @CsvSource({"F8_E4M3,1e5", "F8_E5M2,1e8", "F32,1e41", "BF16,1e41"})
    void overflow_ofAnyType_isNamed(DType dtype, double alpha) throws Exception {
        assertRefused(request().alpha(alpha).dtype(dtype), "first.weight", "overflows " + dtype.torchName());
    }

    @ParameterizedTest
    @CsvSource({"F16,1e12", "F32,1e80"})
    void overflow_ofAnAdaptersFactors_isNamed(DType dtype, double alpha) throws Exception {
        assertRefused(request().alpha(alpha).asAdapter().dtype(dtype), "first.lora_", "overflows " + dtype.torchName());
    }
}
