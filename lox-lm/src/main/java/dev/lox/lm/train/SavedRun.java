// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How far a run had come when a checkpoint was written.
 *
 * @param steps optimizer steps done
 * @param tokens that had gone through the model
 * @param seconds it had taken
 */
record SavedRun(long steps, long tokens, double seconds) {
    static final SavedRun NONE = new SavedRun(0, 0, 0);
    static final String FILE = "trainer.json";

    static SavedRun read(Path folder) throws IOException {
        ObjectNode json = StrictJson.read(folder.resolve(FILE));
        if (!json.path("steps").isIntegralNumber())
            throw new BadInputException(folder.resolve(FILE) + ": steps is missing; pass --overwrite to start again");
        return new SavedRun(
                json.path("steps").asLong(),
                json.path("tokens").asLong(),
                json.path("seconds").asDouble());
    }

    byte[] json() {
        String text = JsonNodeFactory.instance
                .objectNode()
                .put("steps", steps)
                .put("tokens", tokens)
                .put("seconds", seconds)
                .toPrettyString();
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
