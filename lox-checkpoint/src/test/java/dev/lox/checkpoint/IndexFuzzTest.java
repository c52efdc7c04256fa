// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an index says, no file outside its folder is opened. */
class IndexFuzzTest {
    @TempDir
    static Path temp;

    private static Path folder;

    @BeforeAll
    static void writeShards() throws IOException {
        folder = Crafted.sharded(temp.resolve("model"));
        Files.write(temp.resolve("outside.safetensors"), Files.readAllBytes(folder.resolve("two.safetensors")));
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"metadata\": {\"total_size\": 60}, \"weight_map\": {\"a\": \"one.safetensors\","
                                + " \"b\": \"one.safetensors\", \"c\": \"two.safetensors\"}}",
                        "{\"weight_map\": {\"c\": \"../outside.safetensors\"}}",
                        "{\"weight_map\": {\"c\": \"\\u002e./outside.safetensors\"}}")
                .map(s -> s.getBytes(StandardCharsets.UTF_8));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({
        "\"weight_map\"",
        "one.safetensors",
        "two.safetensors",
        "../outside.safetensors",
        "\\u0000",
        "\\ud800"
    })
    @FuzzTest(maxDuration = "200s")
    void anyIndex_staysInItsFolderOrIsRefused(byte[] bytes) {
        Path index = folder.resolve(ShardIndex.FILE);
        try {
            ShardIndex parsed = ShardIndex.parse(index.toString(), StrictJson.parse(index.toString(), bytes));
            for (String shard : parsed.shards())
                assertEquals(folder, folder.resolve(shard).normalize().getParent());
            Files.write(index, bytes);
            Checkpoint.open(folder).close();
        } catch (InvalidInputException e) {
            Refusal.check(folder.toString(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void damagedIndex_staysInItsFolderOrIsRefused() {
        Mutation.each(seeds().toList(), 1500, this::anyIndex_staysInItsFolderOrIsRefused);
    }
}
