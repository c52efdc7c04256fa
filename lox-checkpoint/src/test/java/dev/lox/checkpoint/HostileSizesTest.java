// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are legal in every part and too large as a whole are refused before they fill the memory. */
class HostileSizesTest {
    private static final String EMPTY = "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";

    @TempDir
    Path folder;

    private String refused(String json, int data) throws Exception {
        Path file = Files.write(folder.resolve("weights.safetensors"), Crafted.file(json, data));
        return Refusal.of(file.toString(), () -> SafetensorsFile.open(file));
    }

    private static String tensors(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + Integer.toHexString(i) + "\":" + EMPTY)
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void tooManyTensors_areRefused() throws Exception {
        assertTrue(refused(tensors("", HeaderParser.MAX_TENSORS + 1), 0).contains("more than 524288 tensors"));
    }

    @Test
    void tooManyTensorsOverAllShards_areRefused() throws Exception {
        int half = HeaderParser.MAX_TENSORS / 2 + 1;
        Files.writeString(folder.resolve("config.json"), "{}");
        for (String shard : List.of("a", "b"))
            Files.write(folder.resolve(shard + ".safetensors"), Crafted.file(tensors(shard, half), 0));
        Crafted.index(folder, "{'a0': 'a.safetensors', 'b0': 'b.safetensors'}");
        assertTrue(Refusal.of(folder.toString(), () -> Checkpoint.open(folder)).contains("has over 524288 tensors"));
    }

    @Test
    void tooManyDimensions_areRefused() throws Exception {
        String shape = "1,".repeat(5_000_000) + "1";
        assertTrue(refused("{\"a\":{\"dtype\":\"U8\",\"shape\":[" + shape + "],\"data_offsets\":[0,1]}}", 1)
                .contains("shape has more than 64 numbers"));
    }

    @Test
    void tooManyMetadataEntries_areRefused() throws Exception {
        String entries = IntStream.rangeClosed(0, HeaderParser.MAX_TENSORS)
                .mapToObj(i -> "\"" + i + "\":\"\"")
                .collect(Collectors.joining(","));
        assertTrue(refused("{\"__metadata__\":{" + entries + "}}", 0).contains("__metadata__ has more than"));
    }

    @Test
    void jsonOfTooManyValues_isRefused() {
        byte[] json = ("{\"a\":[" + "1,".repeat(2_000_000) + "1]}").getBytes(StandardCharsets.UTF_8);
        assertTrue(Refusal.of("index", () -> StrictJson.parse("index", json)).contains("not valid JSON"));
    }

    @Test
    void patternsThatAreCheapAloneAndDearTogether_areRefusedSoon() throws Exception {
        String patterns = IntStream.range(0, 400)
                .mapToObj(i -> "'[a-z_.0-9]*[a-z_.0-9]*Q" + i + "': 1")
                .collect(Collectors.joining(","));
        List<Crafted.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String module = "model.layers." + i + ".self_attn.q_proj_with_a_rather_long_name_of_its_own";
            entries.add(CraftedAdapter.a(module, 2, 1));
            entries.add(CraftedAdapter.b(module, 1, 2));
        }
        CraftedAdapter.write(folder, "'rank_pattern': {" + patterns + "}", entries.toArray(Crafted.Entry[]::new));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertTrue(Assertions.assertThrows(InvalidInputException.class, () -> PeftAdapter.open(folder))
                        .getMessage()
                        .contains("takes too long to match")));
    }

    @Test
    void aPatternForEachOfManyModules_isRead() throws Exception {
        List<String> patterns = new ArrayList<>();
        List<Crafted.Entry> entries = new ArrayList<>();
        for (int layer = 0; layer < 80; layer++)
            for (String matrix : List.of(
                    "self_attn.q_proj",
                    "self_attn.k_proj",
                    "self_attn.v_proj",
                    "self_attn.o_proj",
                    "mlp.gate_proj",
                    "mlp.up_proj",
                    "mlp.down_proj")) {
                String module = "model.layers." + layer + "." + matrix;
                patterns.add("'" + module + "': 3");
                entries.add(CraftedAdapter.a(module, 3, 1));
                entries.add(CraftedAdapter.b(module, 1, 3));
            }
        String all = "{" + String.join(",", patterns) + "}";
        CraftedAdapter.write(
                folder, "'rank_pattern': " + all + ", 'alpha_pattern': " + all, entries.toArray(Crafted.Entry[]::new));
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            Assertions.assertEquals(560, adapter.pairs().size());
            Assertions.assertEquals(
                    1,
                    adapter.pairs().get("model.layers.79.mlp.down_proj.weight").scaling());
        }
    }
}
