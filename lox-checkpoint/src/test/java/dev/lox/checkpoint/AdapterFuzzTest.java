// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an adapter's config and tensor names are, it is read soon or refused soon. */
class AdapterFuzzTest {
    @TempDir
    static Path folder;

    /** A config, a zero byte, the tensors' names a line each. */
    static Stream<byte[]> seeds() {
        String lora = "{\"peft_type\": \"LORA\", \"r\": 2, \"lora_alpha\": 8";
        String pair = "\0base_model.model.a.q.lora_A.weight\nbase_model.model.a.q.lora_B.weight";
        return Stream.of(
                        lora + ", \"use_rslora\": true, \"bias\": \"none\"}" + pair
                                + "\nbase_model.model.a.lm_head.weight",
                        lora + ", \"rank_pattern\": {\"a.(q|k)+\": 2}, \"alpha_pattern\": {\"^a\\\\.[q-z]{1,2}$\": 3}}"
                                + pair,
                        lora + "}\0embed.lora_embedding_A\nembed.lora_embedding_B\nhead.modules_to_save.default.weight")
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({
        "\"rank_pattern\"",
        "\"alpha_pattern\"",
        "\"use_dora\"",
        "(.*)*",
        "(?!",
        "{9,}",
        ".lora_A.weight",
        ".lora_B.weight",
        ".lora_embedding_A",
        ".modules_to_save.default",
        "base_model.model."
    })
    @FuzzTest(maxDuration = "200s")
    void anyAdapter_isReadOrRefused(byte[] bytes) {
        int zero = 0;
        while (zero < bytes.length && bytes[zero] != 0) zero++;
        String names = new String(
                bytes, Math.min(bytes.length, zero + 1), Math.max(0, bytes.length - zero - 1), StandardCharsets.UTF_8);
        List<Crafted.Entry> entries = Arrays.stream(names.split("\n"))
                .distinct()
                .filter(n -> !n.equals("__metadata__"))
                .map(n -> n.contains("_A") ? Crafted.Entry.f32(n, 2, 3) : Crafted.Entry.f32(n, 5, 2))
                .toList();
        try {
            String config = folder.resolve(PeftAdapter.CONFIG).toString();
            var json = StrictJson.parse(config, Arrays.copyOf(bytes, zero));
            PeftConfig.parse(config, json);
            Files.write(folder.resolve(PeftAdapter.WEIGHTS), Crafted.file(entries));
            try (PeftAdapter adapter =
                    PeftAdapter.parse(folder, json, SafetensorsFile.open(folder.resolve(PeftAdapter.WEIGHTS)))) {
                int tensors = 2 * adapter.pairs().size() + adapter.saved().size();
                assertEquals(entries.size(), tensors);
                for (LoraPair pair : adapter.pairs().values()) {
                    assertTrue(Double.isFinite(pair.scaling()));
                    assertEquals(2, pair.rank());
                    assertEquals(2, pair.target().rank());
                }
            }
        } catch (InvalidInputException e) {
            Refusal.check("adapter_", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void damagedAdapter_isReadOrRefused() {
        Mutation.each(seeds().toList(), 700, this::anyAdapter_isReadOrRefused);
    }
}
