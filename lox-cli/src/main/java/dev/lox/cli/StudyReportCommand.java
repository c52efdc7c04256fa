// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.Studies;
import dev.lox.study.report.StudyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a study's report again from its study.json; nothing is computed.")
final class StudyReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "of the study")
    Path folder;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Studies.Outcome outcome = Studies.report(folder);
        outcome.notes().forEach(note -> output.say("note: " + note));
        output.print(folder.resolve("report.html").toString());
        output.print(StudyFile.of(outcome.result()).put("out", folder.toString()));
        return 0;
    }
}
