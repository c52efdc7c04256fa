// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.study.report.ReportFolder;
import dev.lox.study.result.ResultJson;
import dev.lox.study.result.StudyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a study's report anew from its study.json; nothing is computed.")
final class StudyReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "of the study")
    Path folder;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        Path file = folder.resolve("study.json");
        if (!Files.isRegularFile(file))
            throw new BadInputException(file + ": no such file, expected the folder of a study that came to its end");
        StudyResult result = ResultJson.read(file);
        ReportFolder.write(result, folder).forEach(note -> output.say("note: " + note));
        output.print(folder.resolve("report.html").toString());
        output.print(ResultJson.of(result).put("out", folder.toString()));
        return 0;
    }
}
