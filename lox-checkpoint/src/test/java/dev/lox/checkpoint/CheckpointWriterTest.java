// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.StrictJson;
import dev.lox.checkpoint.OutputFolder.IfExists;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {
    @TempDir
    Path temp;

    private Path source;
    private Path target;

    @BeforeEach
    void place() throws Exception {
        source = Crafted.sharded(temp.resolve("source"));
        target = temp.resolve("out");
    }

    private static ObjectNode outcome(String tensor) {
        return StrictJson.mapper().createObjectNode().put("of", tensor);
    }

    static void copy(StoredTensor from, CheckpointWriter to) throws IOException {
        TensorSink sink = to.tensor(from.name());
        ByteBuffer bytes = ByteBuffer.allocate((int) from.info().bytes());
        from.read(0, bytes);
        sink.write(bytes.flip());
        to.finish(sink, outcome(from.name()));
    }

    /** Copies these tensors and stops, as if killed. */
    private void copyAndStop(String... names) throws IOException {
        try (Checkpoint model = Checkpoint.open(source);
                OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE);
                CheckpointWriter writer =
                        CheckpointWriter.open(folder, CheckpointLayout.like(model, Optional.empty()))) {
            for (String name : names) copy(model.tensor(name).orElseThrow(), writer);
        }
    }

    /** Goes on to the end and tells which tensors had been kept. */
    private Set<String> goOn(IfExists existing) throws IOException {
        try (Checkpoint model = Checkpoint.open(source);
                OutputFolder folder = OutputFolder.begin(target, "job", existing);
                CheckpointWriter writer =
                        CheckpointWriter.open(folder, CheckpointLayout.like(model, Optional.empty()))) {
            Map<String, ObjectNode> kept = writer.finished();
            kept.forEach((name, outcome) -> assertEquals(outcome(name), outcome));
            for (StoredTensor t : model.tensors().values()) if (!kept.containsKey(t.name())) copy(t, writer);
            writer.commit(Map.of("lox.json", "{}".getBytes(StandardCharsets.UTF_8)));
            return kept.keySet();
        }
    }

    private void assertSameFiles() throws IOException {
        for (String file : List.of("one.safetensors", "two.safetensors", "config.json", ShardIndex.FILE))
            assertArrayEquals(Files.readAllBytes(source.resolve(file)), Files.readAllBytes(target.resolve(file)), file);
        try (var inside = Files.list(target)) {
            assertEquals(5, inside.count());
        }
    }

    @Test
    void commit_copyOfEveryTensor_givesTheSameFiles() throws Exception {
        assertEquals(Set.of(), goOn(IfExists.REFUSE));
        assertSameFiles();
    }

    @Test
    void unfinishedBytes_countsFinishedTensorsAlone() throws Exception {
        copyAndStop("c");
        try (Checkpoint model = Checkpoint.open(source)) {
            assertEquals(model.tensor("c").orElseThrow().info().bytes(), OutputFolder.unfinishedBytes(target));
        }
    }

    @Test
    void resume_keepsWholeTensorsAndEndsTheSame() throws Exception {
        copyAndStop("c", "a");
        assertFalse(Files.exists(target));
        assertEquals(Set.of("a", "c"), goOn(IfExists.RESUME));
        assertSameFiles();
    }

    @Test
    void resume_tensorWhoseBytesChanged_isDoneAgain() throws Exception {
        copyAndStop("a", "c");
        Path shard = temp.resolve(".out.lox-partial/result/two.safetensors");
        try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), channel.size() - 3);
        }
        assertEquals(Set.of("a"), goOn(IfExists.RESUME));
        assertSameFiles();
    }

    @Test
    void resume_shardCutShortOrGone_isDoneAgain() throws Exception {
        copyAndStop("a", "b", "c");
        Files.delete(temp.resolve(".out.lox-partial/result/two.safetensors"));
        try (FileChannel channel =
                FileChannel.open(temp.resolve(".out.lox-partial/result/one.safetensors"), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        assertEquals(Set.of("a"), goOn(IfExists.RESUME));
        assertSameFiles();
    }

    @Test
    void resume_tornLastLine_itsTensorIsDoneAgain() throws Exception {
        copyAndStop("a", "c");
        try (FileChannel channel =
                FileChannel.open(temp.resolve(".out.lox-partial/journal.jsonl"), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 2);
        }
        assertEquals(Set.of("a"), goOn(IfExists.RESUME));
        assertSameFiles();
    }

    @Test
    void overwrite_keepsNothing() throws Exception {
        copyAndStop("a", "c");
        assertEquals(Set.of(), goOn(IfExists.OVERWRITE));
        assertSameFiles();
    }

    @Test
    void commit_tensorMissing_isAnErrorOfTheCaller() throws Exception {
        try (Checkpoint model = Checkpoint.open(source);
                OutputFolder folder = OutputFolder.begin(target, "job", IfExists.REFUSE);
                CheckpointWriter writer =
                        CheckpointWriter.open(folder, CheckpointLayout.like(model, Optional.empty()))) {
            copy(model.tensor("a").orElseThrow(), writer);
            assertThrows(IllegalStateException.class, () -> writer.commit(Map.of()));
            TensorSink half = writer.tensor("b");
            half.write(ByteBuffer.allocate(8));
            assertThrows(IllegalStateException.class, () -> writer.finish(half, outcome("b")));
            assertThrows(IllegalStateException.class, () -> half.write(ByteBuffer.allocate(9)));
            assertThrows(IllegalArgumentException.class, () -> writer.tensor("x"));
        }
        assertFalse(Files.exists(target));
    }

    @Test
    void commit_readOnlySideFile_itsCopyCanBeWritten() throws Exception {
        Path readme = Files.writeString(source.resolve("README.md"), "#");
        Files.setPosixFilePermissions(readme, PosixFilePermissions.fromString("r--r--r--"));
        goOn(IfExists.REFUSE);
        assertTrue(
                Files.getPosixFilePermissions(target.resolve("README.md")).contains(PosixFilePermission.OWNER_WRITE));
    }

    @Test
    void commit_sideFileNamedLikeAJournal_isCopiedToo() throws Exception {
        Files.writeString(source.resolve("journal.jsonl"), "{}\n");
        goOn(IfExists.REFUSE);
        assertEquals("{}\n", Files.readString(target.resolve("journal.jsonl")));
    }
}
