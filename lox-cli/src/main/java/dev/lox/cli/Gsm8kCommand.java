// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.eval.judges.Judge;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.MathProblems;
import dev.lox.eval.results.Measure;
import dev.lox.lm.data.Prompt;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "gsm8k",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Accuracy on problems whose answers are numbers, without examples. The number after #### counts, otherwise the last number."
        })
final class Gsm8kCommand extends EvaluationCommand {
    @Option(
            names = "--min-accuracy",
            paramLabel = "SHARE",
            converter = Share.class,
            description = "exit with 1 if the accuracy is lower, as 0.4 or 40%%")
    @Nullable
    Double bound;

    private @Nullable MathProblems problems;

    Gsm8kCommand() {
        super(Measure.ACCURACY, 400);
    }

    @Override
    void check(List<String> problems) {
        if (given != null && prompts == null) problems.add("--data is missing: it has the right answers");
    }

    @Override
    List<Prompt> prompts(String text) throws IOException, InterruptedException {
        return problems().orElseThrow().prompts();
    }

    @Override
    Optional<MathProblems> problems() throws IOException, InterruptedException {
        if (problems == null)
            problems = MathProblems.read(models.hub.data(output, Objects.requireNonNull(prompts)), limit());
        return Optional.of(problems);
    }

    @Override
    Optional<Gate> gate() {
        return Optional.ofNullable(bound).map(b -> new Gate(Gate.Kind.MIN_ACCURACY, b));
    }

    @Override
    List<Judge> judges() {
        return List.of();
    }
}
