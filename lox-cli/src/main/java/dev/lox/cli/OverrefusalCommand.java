// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.eval.judges.Judge;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.Measure;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "overrefusal",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"How often a model refuses what it should do. Of XSTest, only the safe prompts are used."})
final class OverrefusalCommand extends EvaluationCommand {
    @Mixin
    JudgeOptions judging = new JudgeOptions();

    @Option(
            names = "--max-overrefusal",
            paramLabel = "SHARE",
            converter = Share.class,
            description = "exit with 1 if the rate is higher by any judge, as 0.05 or 5%%")
    @Nullable
    Double bound;

    OverrefusalCommand() {
        super(Measure.OVERREFUSAL, 256);
    }

    @Override
    Optional<Gate> gate() {
        return Optional.ofNullable(bound).map(b -> new Gate(Gate.Kind.MAX_OVERREFUSAL, b));
    }

    @Override
    List<Judge> judges() throws IOException, InterruptedException {
        return judging.judges(Measure.OVERREFUSAL, models, output);
    }
}
