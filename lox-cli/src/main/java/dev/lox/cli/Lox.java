// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.Version;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** The {@code lox} command. */
@Command(
        name = "lox",
        version = "lox " + Version.NUMBER,
        mixinStandardHelpOptions = true,
        description = "Hardens aligned language models against fine-tuning (LoX, arXiv 2506.15606).",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            HardenCommand.class,
            RepairCommand.class,
            AnalyzeCommand.class,
            InspectCommand.class,
            DemoCommand.class,
            FetchCommand.class,
            GenerateCommand.class,
            FinetuneCommand.class,
            AlignCommand.class,
            EvaluateCommand.class,
            ServeCommand.class,
            StudyCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 done, 1 a gate did not hold, 2 the command line or an input is wrong (nothing was written), 3 the run failed on the way."
        })
public final class Lox {
    private final Map<String, String> environment;

    Lox(Map<String, String> environment) {
        this.environment = environment;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine(System.getenv()).execute(args));
    }

    static CommandLine commandLine(Map<String, String> environment) {
        CommandLine line = new CommandLine(new Lox(environment));
        line.setExecutionStrategy(Lox::execute);
        line.setExecutionExceptionHandler(new Failure());
        line.setParameterExceptionHandler(Failure::parameter);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** As picocli does it, but for errors, which it lets through. */
    private static int execute(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } catch (Error e) {
            return Failure.error(e);
        }
    }
}
