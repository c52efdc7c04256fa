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
        name = "helpfulness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {"How well a model does what it is asked: a language model scores its replies from 1 to 5."})
final class HelpfulnessCommand extends EvaluationCommand {
    @Mixin
    JudgeOptions judging = new JudgeOptions();

    @Option(
            names = "--min-score",
            paramLabel = "SCORE",
            description = "exit with 1 if the mean score is lower by any judge")
    @Nullable
    Double bound;

    HelpfulnessCommand() {
        super(Measure.HELPFULNESS, 256);
    }

    @Override
    Optional<Gate> gate() {
        return Optional.ofNullable(bound).map(b -> new Gate(Gate.Kind.MIN_SCORE, b));
    }

    @Override
    List<Judge> judges() throws IOException, InterruptedException {
        return judging.judges(Measure.HELPFULNESS, models, output);
    }
}
