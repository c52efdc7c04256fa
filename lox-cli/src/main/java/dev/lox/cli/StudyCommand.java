// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description =
                "Runs whole experiments: harden, attack by fine-tuning, evaluate, report. Resumable; no work is done twice.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StudyAttackCommand.class,
            StudyCalibrateCommand.class,
            StudyRankCommand.class,
            StudyLandscapeCommand.class,
            StudyRunCommand.class,
            StudyReportCommand.class
        })
final class StudyCommand implements Runnable {
    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "expected one of "
                        + String.join(
                                ", ", Objects.requireNonNull(spec).subcommands().keySet()));
    }
}
