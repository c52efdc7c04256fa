// SPDX-License-Identifier: Apache-2.0
package dev.lox.study;

import dev.lox.base.AtomicFile;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.base.WriterLock;
import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The folder of a study: {@code study.yaml}, {@code cells/} unless they are kept elsewhere, and the report. Resuming a study
 * is the same as running it: finished cells stay done.
 */
record StudyFolder(Path folder, Path cells) {
    private static final String SETTINGS = "study.yaml";

    /**
     * Checks that a study may run here; writes nothing.
     *
     * @param yaml of the study
     * @param resume whether the study may already be here
     * @throws InvalidInputException if the folder holds anything but this very study
     */
    void check(String yaml, boolean resume) throws IOException {
        for (Path place : List.of(folder, cells))
            OutputFolder.parentProblem(place).ifPresent(c -> {
                throw new InvalidInputException(c);
            });
        if (!Files.exists(folder) || isEmpty()) return;
        Path settings = folder.resolve(SETTINGS);
        if (!Files.exists(settings))
            throw new InvalidInputException(
                    "%s: already exists and holds no study; choose another %s", folder, Setting.of("out"));
        if (!Arrays.equals(Files.readAllBytes(settings), yaml.getBytes(StandardCharsets.UTF_8)))
            throw new InvalidInputException(
                    "%s: holds another study (see %s); choose another %s, and %s %s to share finished work",
                    folder, settings, Setting.of("out"), Setting.of("cells"), cells);
        if (!resume)
            throw new InvalidInputException(
                    "%s: already holds this study; pass %s to continue it", folder, Setting.of("resume"));
    }

    private boolean isEmpty() throws IOException {
        try (var files = Files.list(folder)) {
            return files.allMatch(f -> WriterLock.isLock(f) || AtomicFile.isTemporary(f));
        }
    }

    void write(String yaml) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(SETTINGS), yaml);
    }
}
