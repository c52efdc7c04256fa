// SPDX-License-Identifier: Apache-2.0
package dev.lox.study;

import dev.lox.base.InvalidInputException;
import dev.lox.base.WriterLock;
import dev.lox.study.engine.CellProgress;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.kinds.Inputs;
import dev.lox.study.kinds.StudySpec;
import dev.lox.study.report.ReportFolder;
import dev.lox.study.report.StudyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs studies. A program writes or reads a study's YAML, says where its models, data and judges are, and runs it:
 *
 * <pre>{@code
 * StudySpec spec = StudySpec.parse("study.yaml", Files.readString(Path.of("study.yaml")));
 * Studies.Outcome outcome = Studies.run(spec, inputs, Path.of("out"), options, progress, () -> false);
 * boolean holds = outcome.result().findings().holds(outcome.result().headline()).orElse(false);
 * }</pre>
 */
public final class Studies {
    /**
     * A study's result; its report is in its folder.
     *
     * @param notes on what the report lacks, such as pictures that could not be drawn as PNG
     */
    public record Outcome(StudyResult result, List<String> notes) {}

    private Studies() {}

    /**
     * Runs a study and writes its report. Cells that fail are listed in the result.
     *
     * @param stop asked whether to stop early
     * @throws InvalidInputException with everything that is wrong with the study or the folder; nothing was written
     * @throws InterruptedException if it was told to stop; finished cells stay done
     */
    public static Outcome run(
            StudySpec spec, Inputs inputs, Path folder, RunOptions options, CellProgress progress, BooleanSupplier stop)
            throws IOException, InterruptedException {
        return StudyRun.prepare(spec, inputs, folder, options).run(progress, stop);
    }

    /**
     * Writes the report of a finished study again, from its {@code study.json} alone.
     *
     * @throws InvalidInputException if the folder holds no finished study
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public static Outcome report(Path folder) throws IOException {
        Path file = folder.resolve(StudyFile.NAME);
        if (!Files.isRegularFile(file))
            throw new InvalidInputException(file + ": no such file, expected the folder of a finished study");
        try (WriterLock lock = WriterLock.inside(folder)) {
            StudyResult result = StudyFile.read(file);
            return new Outcome(result, ReportFolder.write(result, folder));
        }
    }
}
