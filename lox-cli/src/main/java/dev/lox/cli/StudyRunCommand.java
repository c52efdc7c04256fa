// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.study.kinds.StudySpec;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a study that a YAML file describes.")
final class StudyRunCommand implements Callable<Integer> {
    /** Far more than a study has, and little enough to be read whole. */
    private static final long MOST_BYTES = 1 << 16;

    @Parameters(paramLabel = "STUDY.yaml", description = "what is to be done")
    Path file;

    @Mixin
    StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return options.run(() -> StudySpec.parse(file.toString(), text()), new ArrayList<>());
    }

    private String text() throws IOException {
        if (!Files.isRegularFile(file))
            throw new InvalidInputException(file + ": no such file, expected a study's YAML");
        if (Files.size(file) > MOST_BYTES)
            throw new InvalidInputException(
                    file + ": is larger than a study, expected at most " + MOST_BYTES + " bytes");
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new InvalidInputException(file + ": is not UTF-8");
        }
    }
}
