// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.Digest;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningDigestTest {
    @TempDir
    Path folder;

    private Path file() throws Exception {
        return Files.write(folder.resolve("w.safetensors"), Crafted.file(List.of(Crafted.Entry.f32("w", 1000))));
    }

    @Test
    void finish_givesTheFilesDigestEachTime() throws Exception {
        Path path = file();
        byte[] bytes = Files.readAllBytes(path);
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            RunningDigest digest = new RunningDigest(open);
            digest.passed(100, ByteBuffer.wrap(bytes, 100, 500));
            assertEquals(Digest.sha256(bytes), digest.finish());
            assertEquals(Digest.sha256(bytes), digest.finish());
        }
    }

    @Test
    void finish_fileCutAfterItWasOpened_saysSo() throws Exception {
        Path path = file();
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            try (FileChannel cut = FileChannel.open(path, StandardOpenOption.WRITE)) {
                cut.truncate(cut.size() - 8);
            }
            EOFException e = assertThrows(EOFException.class, new RunningDigest(open)::finish);
            assertTrue(e.getMessage().startsWith(path.toString()), e.getMessage());
        }
    }
}
