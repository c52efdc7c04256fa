// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.CheckedJson;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.eval.endpoint.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cache of answers on disk, one file each, at {@code ab/KEY.json}. It keeps answers instead of verdicts, so that an
 * improved parser can read old ones. Files are written atomically, so several processes can share a folder.
 */
final class AnswerCache {
    private static final long MOST_BYTES = 16 << 20;

    private final Optional<Path> folder;
    private Optional<String> failure = Optional.empty();

    /** @param folder empty to keep nothing */
    AnswerCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Refuses a path that cannot be a cache folder; changes nothing. */
    void check() {
        if (folder.isEmpty()) return;
        if (folder.get().toString().isEmpty())
            throw new InvalidInputException("the folder for the judges' answers: expected a path, got nothing");
        Optional<String> problem = OutputFolder.parentProblem(folder.get());
        if (problem.isPresent()) throw new InvalidInputException(problem.get());
    }

    /** Checks that answers can be written, before any is paid for. */
    void prepare() throws IOException {
        if (folder.isEmpty()) return;
        Files.createDirectories(folder.get());
        Files.delete(Files.createTempFile(folder.get(), "lox", ".part"));
    }

    /** The cached answer; empty if there is none or its file is damaged. */
    Optional<Answer> get(String key) {
        if (folder.isEmpty()) return Optional.empty();
        Path file = file(folder.get(), key);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) return Optional.empty();
            return CheckedJson.read(file)
                    .filter(node -> node.path("key").asText().equals(key)
                            && node.path("answer").isTextual())
                    .map(node -> new Answer(
                            node.path("answer").asText(),
                            Answer.Ending.valueOf(node.path("ending").asText()),
                            node.path("prompt_tokens").asLong(),
                            node.path("completion_tokens").asLong()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Stores an answer. A failure does not invalidate the answer and is reported by {@link #failure}. */
    void put(String key, Answer answer) {
        if (folder.isEmpty()) return;
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("key", key)
                .put("answer", answer.text())
                .put("ending", answer.ending().name())
                .put("prompt_tokens", answer.promptTokens())
                .put("completion_tokens", answer.completionTokens());
        try {
            Path file = file(folder.get(), key);
            Files.createDirectories(folder.get().resolve(key.substring(0, 2)));
            AtomicFile.write(file, CheckedJson.seal(node) + "\n");
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e));
        }
    }

    /** Why an answer could not be stored, if that happened. */
    Optional<String> failure() {
        return failure;
    }

    private static Path file(Path folder, String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
    }
}
