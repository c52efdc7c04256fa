// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GoldenLayoutTest {
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir
    Path temp;

    private void assertAgrees(Path aligned, String expected) throws IOException {
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint from = Checkpoint.open(aligned)) {
            assertEquals(
                    List.copyOf(from.tensors().keySet()),
                    List.copyOf(got.tensors().keySet()));
            Agreement.assertAgree(Goldens.of(expected), got, from);
        }
    }

    @Test
    void tiedOutputLayer_isStoredByNeither_andStaysSo() throws Exception {
        Goldens.pair("tied", temp.resolve("out")).rank("2").run();
        assertAgrees(Goldens.of("tied/aligned"), "tied/expected/rank-2.safetensors");
    }

    @Test
    void untiedOutputLayer_isPairedWithTheBasesEmbedding() throws Exception {
        Path aligned = Goldens.of("untied/aligned");
        new RequestBuilder(Goldens.of("tied/base"), aligned, temp.resolve("out"))
                .rank("2")
                .run();
        assertAgrees(aligned, "untied/expected/rank-2.safetensors");
    }

    @Test
    void shards_indexAndSideFiles_stayAsInTheAlignedModel() throws Exception {
        Goldens.pair("sharded", temp.resolve("out")).rank("3").run();
        Path aligned = Goldens.of("sharded/aligned");
        assertAgrees(aligned, "sharded/expected/rank-3.safetensors");
        for (String file : List.of(INDEX, "tokenizer.json", "config.json"))
            assertArrayEquals(
                    Files.readAllBytes(aligned.resolve(file)),
                    Files.readAllBytes(temp.resolve("out").resolve(file)),
                    file);
        assertTrue(Files.exists(temp.resolve("out/model-00002-of-00002.safetensors")));
    }

    @Test
    void dtype_isSaidInConfigAndIndex() throws Exception {
        Goldens.pair("sharded", temp.resolve("out")).rank("3").dtype(DType.BF16).run();
        assertAgrees(Goldens.of("sharded/aligned"), "sharded/expected/bf16-rank-3.safetensors");
        JsonNode config = json(temp.resolve("out/config.json"));
        assertEquals("bfloat16", config.path("torch_dtype").asText());
        assertEquals("bfloat16", config.path("text_config").path("torch_dtype").asText());
        assertEquals(
                json(Goldens.of("sharded/aligned").resolve(INDEX))
                                .path("metadata")
                                .path("total_size")
                                .asLong()
                        / 2,
                json(temp.resolve("out").resolve(INDEX))
                        .path("metadata")
                        .path("total_size")
                        .asLong());
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }

    @ParameterizedTest
    @EnumSource(names = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void anyDtype_isWrittenFromAnF64Pair_withinItsStep(DType dtype) throws Exception {
        Goldens.pair("F64", temp.resolve("out")).dtype(dtype).run();
        try (Checkpoint got = Checkpoint.open(temp.resolve("out"));
                Checkpoint exact = Checkpoint.open(exactCopy())) {
            assertEquals(DType.I64, got.tensors().get("positions").dtype());
            for (StoredTensor t : got.tensors().values()) {
                if (!t.dtype().isReal()) continue;
                assertEquals(dtype, t.dtype());
                double[] expected = Numbers.of(exact.tensors().get(t.name()));
                double error = Numbers.norm(Numbers.sum(Numbers.of(t), -1, expected)) / Numbers.norm(expected);
                assertTrue(error <= step(dtype), t.name() + " is off by " + error);
            }
        }
    }

    private Path exactCopy() throws IOException {
        Path folder = Files.createDirectories(temp.resolve("exact"));
        Files.copy(Goldens.of("F64/expected/rank-6.safetensors"), folder.resolve("model.safetensors"));
        return folder;
    }

    private static double step(DType dtype) {
        return switch (dtype) {
            case F8_E5M2 -> 0x1p-3;
            case F8_E4M3 -> 0x1p-4;
            case BF16 -> 0x1p-9;
            case F16 -> 0x1p-12;
            default -> 0x1p-24;
        };
    }
}
