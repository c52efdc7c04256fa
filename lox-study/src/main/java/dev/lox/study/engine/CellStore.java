// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.CheckedJson;
import dev.lox.base.FileSums;
import dev.lox.base.FileTree;
import dev.lox.base.WriterLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Cells on disk, by key: {@code cell.json} (its description), {@code files/} (for other cells to read) and
 * {@code result.json}, which is written last, so that a cell is either done or not done after a kill. The result carries a
 * checksum of itself, the cell's key and checksums of the files; a cell that is not as it was written is not done.
 */
public final class CellStore {
    private static final String RESULT = "result.json";
    private static final String FILES = "files";
    private static final String SECONDS = "seconds";
    private static final String KEY = "key";

    /** A number that is missing must not be read as 0. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path root;
    private final FileSums sums = new FileSums();

    public CellStore(Path root) {
        this.root = root;
    }

    /** The result of a cell, if it is done and undamaged. */
    public <R> Optional<CellResult<R>> result(Cell<R> cell) throws IOException {
        Optional<ObjectNode> node = intact(cell);
        if (node.isEmpty()) return Optional.empty();
        try {
            R value = MAPPER.treeToValue(node.get(), cell.resultType());
            return Optional.of(new CellResult<>(value, node.get().path(SECONDS).asDouble()));
        } catch (JsonProcessingException e) {
            // Of an older layout: the work is done again.
            return Optional.empty();
        }
    }

    private Optional<ObjectNode> intact(Cell<?> cell) throws IOException {
        Path file = folder(cell).resolve(RESULT);
        if (!Files.exists(file)) return Optional.empty();
        return CheckedJson.read(file).filter(node -> node.path(KEY).asText().equals(cell.key()));
    }

    /** Whether a cell was done, but its result or its files are not as they were written. */
    boolean isDamaged(Cell<?> cell) throws IOException {
        if (!Files.exists(folder(cell).resolve(RESULT))) return false;
        return result(cell).isEmpty() || Files.exists(files(cell)) && !holdsFiles(cell);
    }

    /** The folder of files that a cell produced. */
    public Path files(Cell<?> cell) {
        return folder(cell).resolve(FILES);
    }

    /** Whether a cell is done and its files still exist, undamaged. */
    public boolean holdsFiles(Cell<?> cell) throws IOException {
        Optional<ObjectNode> result = intact(cell);
        return Files.exists(files(cell))
                && result.isPresent()
                && sums.of(files(cell)).equals(result.get().path(FILES));
    }

    Path folder(Cell<?> cell) {
        return root.resolve(cell.key().substring(0, 32));
    }

    void begin(Cell<?> cell) throws IOException {
        Files.createDirectories(folder(cell));
        Files.writeString(folder(cell).resolve("cell.json"), cell.description().toPrettyString() + "\n");
    }

    /** Held while a cell runs or its files are deleted; empty if another run holds it. */
    Optional<WriterLock> tryLock(Cell<?> cell) throws IOException {
        return WriterLock.tryInside(folder(cell));
    }

    /** Deletes the result before a cell is done again, so that a kill never leaves partial files beside a result. */
    void forget(Cell<?> cell) throws IOException {
        Files.deleteIfExists(folder(cell).resolve(RESULT));
    }

    <R> void finish(Cell<R> cell, R value, double seconds, int threads) throws IOException {
        ObjectNode result = MAPPER.<ObjectNode>valueToTree(value)
                .put(SECONDS, seconds)
                .put("threads", threads)
                .put(KEY, cell.key());
        result.set(FILES, sums.of(files(cell)));
        AtomicFile.write(folder(cell).resolve(RESULT), CheckedJson.seal(result).toPrettyString() + "\n");
    }

    /** Deletes the files of a cell, unless another run is producing them; its result stays. */
    void dropFiles(Cell<?> cell) throws IOException {
        if (!Files.exists(folder(cell))) return;
        Optional<WriterLock> lock = tryLock(cell);
        if (lock.isEmpty()) return;
        try (WriterLock held = lock.get()) {
            clearFiles(cell);
        }
    }

    /** Deletes the files; the caller holds the lock. */
    void clearFiles(Cell<?> cell) throws IOException {
        // Renamed first: a kill must not leave a partial model that looks complete.
        Path aside = folder(cell).resolve("dropped");
        FileTree.delete(aside);
        if (Files.exists(files(cell))) AtomicFile.replace(files(cell), aside);
        FileTree.delete(aside);
    }
}
