// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.FileTree;
import dev.lox.checkpoint.StrictJson;
import dev.lox.checkpoint.WriterLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Cells on disk, by key: {@code cell.json} (what it is), {@code files/} (what it leaves to others) and {@code result.json},
 * which is written last, so that a kill leaves a cell done or not done.
 */
public final class CellStore {
    private static final String RESULT = "result.json";
    private static final String FILES = "files";

    private final Path root;

    public CellStore(Path root) {
        this.root = root;
    }

    /** What a cell found, if it is done. */
    public Optional<ObjectNode> result(Cell cell) throws IOException {
        Path file = folder(cell).resolve(RESULT);
        try {
            return Files.exists(file) ? Optional.of(StrictJson.read(file)) : Optional.empty();
        } catch (BadInputException e) {
            // A disk may lose what was written; the work is done again.
            return Optional.empty();
        }
    }

    /** The files a cell left. */
    public Path files(Cell cell) {
        return folder(cell).resolve(FILES);
    }

    /** Whether a cell is done and its files are there. */
    public boolean holdsFiles(Cell cell) throws IOException {
        return Files.exists(files(cell)) && result(cell).isPresent();
    }

    Path folder(Cell cell) {
        return root.resolve(cell.key().substring(0, 32));
    }

    void begin(Cell cell) throws IOException {
        Files.createDirectories(folder(cell));
        Files.writeString(folder(cell).resolve("cell.json"), cell.description().toPrettyString() + "\n");
    }

    /** Kept while a cell is worked at, or its files are dropped; closed to give it up. */
    FileChannel openLock(Cell cell) throws IOException {
        return FileChannel.open(folder(cell).resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Before a cell is done again: a kill on the way must not leave half of its files beside a result. */
    void forget(Cell cell) throws IOException {
        Files.deleteIfExists(folder(cell).resolve(RESULT));
    }

    void finish(Cell cell, ObjectNode result) throws IOException {
        Path file = folder(cell).resolve(RESULT);
        Path fresh = file.resolveSibling("." + RESULT + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer text = ByteBuffer.wrap((result.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) channel.write(text);
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what a cell left to others, unless another run is making it; its result stays. */
    void dropFiles(Cell cell) throws IOException {
        if (!Files.exists(folder(cell))) return;
        try (FileChannel lock = openLock(cell)) {
            if (WriterLock.take(lock)) clearFiles(cell);
        }
    }

    /** For whoever holds the lock. */
    void clearFiles(Cell cell) throws IOException {
        // Renamed first: a kill on the way must not leave half of a model that looks whole.
        Path aside = folder(cell).resolve("dropped");
        FileTree.delete(aside);
        if (Files.exists(files(cell))) Files.move(files(cell), aside, StandardCopyOption.ATOMIC_MOVE);
        FileTree.delete(aside);
    }
}
