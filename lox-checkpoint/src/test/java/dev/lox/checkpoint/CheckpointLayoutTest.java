// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.StrictJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLayoutTest {
    @TempDir
    Path temp;

    private Path source;
    private Path out;

    @BeforeEach
    void place() throws Exception {
        source = Crafted.sharded(temp.resolve("source"));
        out = Files.createDirectory(temp.resolve("out"));
    }

    private CheckpointLayout write(Path model, Optional<DType> dtype) throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(model)) {
            CheckpointLayout layout = CheckpointLayout.like(checkpoint, dtype);
            layout.writeSideFiles(out);
            return layout;
        }
    }

    private List<String> written() throws Exception {
        try (var walk = Files.walk(out)) {
            return walk.filter(Files::isRegularFile)
                    .map(p -> out.relativize(p).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void like_nothingCast_keepsTheHeadsBytes() throws Exception {
        try (Checkpoint model = Checkpoint.open(source)) {
            CheckpointLayout layout = CheckpointLayout.like(model, Optional.empty());
            for (int i = 0; i < 2; i++)
                assertSame(
                        model.shards().get(i).header().encoded(),
                        layout.shards().get(i).header().encoded());
            assertEquals(
                    Files.size(source.resolve("one.safetensors")) + Files.size(source.resolve("two.safetensors")),
                    layout.bytes());
        }
    }

    @Test
    void sideFiles_areCopiedByteForByteAndNestedFoldersKept() throws Exception {
        Files.writeString(source.resolve("tokenizer.json"), "{ \"odd\":  1e-05 }\r\n");
        Files.createDirectories(source.resolve("1_Pooling/deep"));
        Files.write(source.resolve("1_Pooling/deep/config.json"), new byte[] {(byte) 0xff, 0});
        CheckpointLayout layout = write(source, Optional.empty());
        assertEquals(
                List.of("1_Pooling/deep/config.json", "config.json", ShardIndex.FILE, "tokenizer.json"), written());
        for (String file : written())
            assertArrayEquals(Files.readAllBytes(source.resolve(file)), Files.readAllBytes(out.resolve(file)), file);
        long bytes = 0;
        for (String file : written()) bytes += Files.size(out.resolve(file));
        assertEquals(bytes, layout.sideBytes());
    }

    @Test
    void sideFiles_weightsPicklesAndHiddenFiles_areLeftOut() throws Exception {
        Files.createDirectories(source.resolve(".git"));
        Files.createDirectories(source.resolve("onnx"));
        for (String file : List.of(
                ".git/config",
                ".hidden",
                "pytorch_model.bin",
                "PYTORCH_MODEL.BIN",
                "pytorch_model.bin.index.json",
                "training_args.bin",
                "optimizer.pt",
                "consolidated.00.pth",
                "state.pkl",
                "state.pickle",
                "model.gguf",
                "extra.safetensors",
                "flax_model.msgpack",
                "onnx/model.onnx",
                "adapter_config.json",
                "lox.json")) Files.writeString(source.resolve(file), "{}");
        write(source, Optional.empty());
        assertEquals(List.of("config.json", ShardIndex.FILE), written());
    }

    @Test
    void sideFiles_ofATrainingRun_areLeftOut() throws Exception {
        List<String> plain = List.of("config.json", "runs/notes.txt", "log.jsonl", "recipe.yaml");
        for (String name : plain) {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), "{}");
        }
        for (String name : List.of("checkpoints/step-2/config.json", "reference/a.jsonl", "deep/runs/kept.txt")) {
            Files.createDirectories(source.resolve(name).getParent());
            Files.writeString(source.resolve(name), "{}");
        }
        for (String name : List.of(".lock", "optimizer.state", "trainer.json"))
            Files.writeString(source.resolve(name), "{}");
        write(source, Optional.empty());
        // Without a run's record they are whatever others put there.
        assertTrue(written().containsAll(plain), written().toString());
        assertFalse(written().contains("optimizer.state"));
        assertFalse(written().contains("trainer.json"));

        out = Files.createDirectory(temp.resolve("second"));
        Files.writeString(source.resolve("lox.json"), "{}");
        write(source, Optional.empty());
        assertTrue(
                written().containsAll(List.of("config.json", "deep/runs/kept.txt")),
                written().toString());
        for (String name : written())
            assertFalse(name.matches("(runs|checkpoints|reference)/.*|log.jsonl|recipe.yaml|lox.json"), name);
    }

    @Test
    void sideFiles_linksToFiles_areFollowedAsInTheHubCache() throws Exception {
        Path blobs = Files.createDirectory(temp.resolve("blobs"));
        Path snapshot = Files.createDirectories(temp.resolve("snapshots/abc"));
        try (var files = Files.list(source)) {
            for (Path file : files.toList()) {
                Path blob = Files.move(file, blobs.resolve("sha-" + file.getFileName()));
                Files.createSymbolicLink(snapshot.resolve(file.getFileName()), snapshot.relativize(blob));
            }
        }
        write(snapshot, Optional.empty());
        assertEquals(List.of("config.json", ShardIndex.FILE), written());
        assertFalse(Files.isSymbolicLink(out.resolve("config.json")));
    }

    @Test
    void sideFiles_modelFolderItselfALink_areCopied() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), source);
        write(link, Optional.empty());
        assertEquals(List.of("config.json", ShardIndex.FILE), written());
    }

    @Test
    void sideFiles_namedPipe_isRefused() throws Exception {
        String pipe = source.resolve("pipe.txt").toString();
        assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
        String problem = Refusal.of(pipe, () -> write(source, Optional.empty()));
        assertTrue(problem.contains("neither a file nor a folder"), problem);
    }

    @Test
    void dtype_changesHeadsConfigAndTotal() throws Exception {
        Files.writeString(
                source.resolve("config.json"),
                "{\"z\": 1, \"dtype\": \"float32\", \"text_config\": {\"torch_dtype\": \"float32\"}}");
        CheckpointLayout layout = write(source, Optional.of(DType.BF16));
        ObjectNode config = StrictJson.read(out.resolve("config.json"));
        assertEquals("bfloat16", config.path("dtype").asText());
        assertFalse(config.has("torch_dtype"));
        assertEquals("bfloat16", config.path("text_config").path("torch_dtype").asText());
        assertEquals("z", config.fieldNames().next());
        ObjectNode index = StrictJson.read(out.resolve(ShardIndex.FILE));
        assertEquals(30, index.path("metadata").path("total_size").asLong());
        assertEquals(StrictJson.read(source.resolve(ShardIndex.FILE)).path("weight_map"), index.path("weight_map"));
        assertEquals(20, layout.shards().get(0).header().dataBytes());
        assertEquals(
                Files.size(out.resolve("config.json")) + Files.size(out.resolve(ShardIndex.FILE)), layout.sideBytes());
    }

    @Test
    void dtype_noConfig_makesNone() throws Exception {
        Files.delete(source.resolve("config.json"));
        write(source, Optional.of(DType.F16));
        assertEquals(List.of(ShardIndex.FILE), written());
    }
}
