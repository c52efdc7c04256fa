// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.CheckedJson;
import dev.lox.base.FileSums;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The progress of a run at a checkpoint. Its file is the last one written and holds checksums of the checkpoint's others.
 *
 * @param steps optimizer steps done
 * @param tokens processed so far
 * @param seconds of training so far
 */
record SavedRun(long steps, long tokens, double seconds) {
    static final SavedRun NONE = new SavedRun(0, 0, 0);
    private static final String FILE = "trainer.json";
    private static final String SUMS = "files";

    /** Reads it from a checkpoint; empty if any file of the checkpoint is missing or damaged. */
    static Optional<SavedRun> read(Path checkpoint) throws IOException {
        Path file = checkpoint.resolve(FILE);
        if (!Files.isRegularFile(file)) return Optional.empty();
        Optional<ObjectNode> json = CheckedJson.read(file);
        if (json.isEmpty() || !json.get().path(SUMS).equals(sums(checkpoint))) return Optional.empty();
        return json.map(j -> new SavedRun(
                j.path("steps").asLong(),
                j.path("tokens").asLong(),
                j.path("seconds").asDouble()));
    }

    /** Completes a checkpoint after its other files have been written. */
    void write(Path checkpoint) throws IOException {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("steps", steps)
                .put("tokens", tokens)
                .put("seconds", seconds);
        json.set(SUMS, sums(checkpoint));
        AtomicFile.write(checkpoint.resolve(FILE), CheckedJson.seal(json).toPrettyString() + "\n");
    }

    private static ObjectNode sums(Path checkpoint) throws IOException {
        return new FileSums().of(checkpoint).without(FILE);
    }
}
