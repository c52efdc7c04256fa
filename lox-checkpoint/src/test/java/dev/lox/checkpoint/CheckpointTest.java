// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("model");
    }

    /** A model that was saved again into a folder of shards; transformers reads the single file. */
    @Test
    void singleFile_takesPrecedenceOverAnIndex() throws Exception {
        Crafted.sharded(folder());
        assertEquals(Optional.empty(), Checkpoint.passedOver(folder()));
        Crafted.model(folder(), Crafted.Entry.f32("w", 2, 3));
        for (boolean shardsAreGone : new boolean[] {false, true}) {
            if (shardsAreGone)
                for (String s : List.of("one", "two")) Files.delete(folder().resolve(s + ".safetensors"));
            try (Checkpoint checkpoint = Checkpoint.open(folder())) {
                assertEquals(Set.of("w"), checkpoint.tensors().keySet());
                assertFalse(checkpoint.sharded());
            }
            String note = Checkpoint.passedOver(folder()).orElseThrow();
            assertTrue(note.contains("model.safetensors is read"), note);
        }
    }

    @Test
    void open_singleFile_givesItsTensors() throws Exception {
        Crafted.model(folder(), Crafted.Entry.f32("w", 2, 3));
        try (Checkpoint model = Checkpoint.open(folder())) {
            assertEquals(Shape.of(2, 3), model.tensor("w").orElseThrow().shape());
            assertEquals("float32", model.config().path("torch_dtype").asText());
        }
    }

    @Test
    void open_shards_givesTensorsInOrder() throws Exception {
        Crafted.sharded(folder());
        try (Checkpoint model = Checkpoint.open(folder())) {
            assertEquals(List.of("a", "b", "c"), List.copyOf(model.tensors().keySet()));
            assertTrue(model.sharded());
        }
    }

    @Test
    void open_withoutConfig_hasAnEmptyOne() throws Exception {
        Crafted.model(folder(), Crafted.Entry.f32("w", 1));
        Files.delete(folder().resolve("config.json"));
        try (Checkpoint model = Checkpoint.open(folder())) {
            assertTrue(model.config().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x.safetensors",
                "/etc/x.safetensors",
                "sub/x.safetensors",
                "..\\\\x.safetensors",
                "C:x.safetensors",
                ".safetensors",
                ".hidden.safetensors",
                "x.bin",
                "",
                "a\\u0000.safetensors",
                "a\\n.safetensors",
                "a\\u2028.safetensors",
                "\\ud800.safetensors"
            })
    void open_indexNamingAnythingButAShardBesideIt_isRefused(String shard) throws Exception {
        Crafted.sharded(folder());
        Path index = Crafted.index(folder(), "{'a': '" + shard + "'}");
        String problem = Refusal.of(index.toString(), () -> Checkpoint.open(folder()));
        assertTrue(problem.contains("expected a .safetensors file in the same folder"), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
                    []; JSON object
                    {}; weight_map is missing
                    {"weight_map": []}; weight_map is missing or not an object
                    {"weight_map": null}; weight_map is missing or not an object
                    {"weight_map": {}}; weight_map is empty
                    {"weight_map": {"a": 1}}; weight_map of a is not a file name
                    {"weight_map": {"a": null}}; weight_map of a is not a file name
                    {"weight_map": {"a\\n": {}}}; weight_map of a? is not a file name
                    {"weight_map": {"a\\u001b": "1", "a\\u001b": "2"}}; Duplicate field 'a?'
                    {"weight_map": {}, "weight_map": {}}; Duplicate field
                    {"weight_map": {}} x; not valid JSON
                    {"weight_map": {; not valid JSON
                    ``; JSON object
                    """)
    void open_malformedIndex_isRefused(String json, String expected) throws Exception {
        Crafted.sharded(folder());
        Path index = Files.writeString(folder().resolve(ShardIndex.FILE), json);
        String problem = Refusal.of(index.toString(), () -> Checkpoint.open(folder()));
        assertTrue(problem.contains(expected), problem);
    }

    @Test
    void open_deeplyNestedIndex_isRefused() throws Exception {
        Crafted.sharded(folder());
        Path index = Files.writeString(folder().resolve(ShardIndex.FILE), "[".repeat(1_000_000));
        Refusal.of(index.toString(), () -> Checkpoint.open(folder()));
    }

    @Test
    void open_shardsThatAreNotThere_areAllNamed() throws Exception {
        Crafted.sharded(folder());
        Crafted.index(folder(), "{'a': 'one.safetensors', 'b': 'three.safetensors', 'c': 'two-of-9.safetensors'}");
        List<String> problems = Refusal.all(".safetensors: no such file", () -> Checkpoint.open(folder()));
        assertEquals(2, problems.size());
    }

    @Test
    void open_indexNamingATensorThatIsNotThere_isRefused() throws Exception {
        Crafted.sharded(folder());
        Path index = Crafted.index(folder(), "{'a': 'one.safetensors', 'x\\n': 'two.safetensors'}");
        String problem = Refusal.of(index.toString(), () -> Checkpoint.open(folder()));
        assertTrue(problem.contains("tensor x? is not in two.safetensors"), problem);
    }

    @Test
    void open_indexPuttingATensorIntoTheOtherShard_isRefused() throws Exception {
        Crafted.sharded(folder());
        Path index = Crafted.index(folder(), "{'a': 'two.safetensors', 'b': 'one.safetensors'}");
        assertTrue(Refusal.of(index.toString(), () -> Checkpoint.open(folder()))
                .contains("tensor a is not in two.safetensors"));
    }

    @Test
    void open_sameTensorInTwoShards_isRefused() throws Exception {
        Crafted.sharded(folder());
        Files.write(folder().resolve("two.safetensors"), Crafted.file(List.of(Crafted.Entry.f32("a", 5))));
        String problem = Refusal.of(folder().toString(), () -> Checkpoint.open(folder()));
        assertTrue(problem.contains("both in one.safetensors and in two.safetensors"), problem);
    }

    @Test
    void open_onlyAPickle_saysHowToConvertIt() throws Exception {
        Files.createDirectories(folder());
        Path pickle = Files.write(folder().resolve("pytorch_model.bin"), new byte[] {(byte) 0x80, 2});
        assertTrue(
                Refusal.of(pickle.toString(), () -> Checkpoint.open(folder())).contains("save_pretrained"));
    }

    @Test
    void open_adapterFolder_saysWhatItIs() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("adapter_config.json"), "{}");
        assertTrue(
                Refusal.of(folder().toString(), () -> Checkpoint.open(folder())).contains("PEFT adapter"));
    }

    @Test
    void open_nothingOrAFileOrAnEmptyFolder_isRefused() throws Exception {
        Refusal.of(folder().toString(), () -> Checkpoint.open(folder()));
        Path file = Files.writeString(temp.resolve("file"), "x");
        Refusal.of(file.toString(), () -> Checkpoint.open(file));
        Path empty = Files.createDirectory(temp.resolve("empty"));
        Refusal.of(empty.toString(), () -> Checkpoint.open(empty));
    }

    @Test
    void open_folderWhereAFileBelongs_isRefused() throws Exception {
        Path weights = Files.createDirectories(folder().resolve("model.safetensors"));
        Refusal.of(weights.toString(), () -> Checkpoint.open(folder()));
        Files.delete(weights);
        Crafted.model(folder(), Crafted.Entry.f32("w", 1));
        Files.delete(folder().resolve("config.json"));
        Path config = Files.createDirectory(folder().resolve("config.json"));
        Refusal.of(config.toString(), () -> Checkpoint.open(folder()));
    }

    @Test
    void open_namedPipe_isRefusedWithoutWaiting() throws Exception {
        Files.createDirectories(folder());
        Path pipe = folder().resolve("model.safetensors");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> Refusal.of(pipe.toString(), () -> Checkpoint.open(folder())));
    }

    @Test
    void tensorOrTied_noOutputLayer_isTheEmbeddingUnlessTheConfigForbids() throws Exception {
        Crafted.model(folder(), Crafted.Entry.f32("model.embed_tokens.weight", 4, 2));
        try (Checkpoint model = Checkpoint.open(folder())) {
            assertTrue(model.tied());
            assertEquals(
                    "model.embed_tokens.weight",
                    model.tensorOrTied("lm_head.weight").orElseThrow().name());
        }
        Files.writeString(folder().resolve("config.json"), "{\"tie_word_embeddings\": false}");
        try (Checkpoint model = Checkpoint.open(folder())) {
            assertTrue(model.tensorOrTied("lm_head.weight").isEmpty());
        }
    }
}
