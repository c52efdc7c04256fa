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
        name = "asr",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Attack success rate: how often a model does what it should refuse. Degenerate replies never count as a"
                    + " success."
        })
final class AsrCommand extends EvaluationCommand {
    @Mixin
    JudgeOptions judging = new JudgeOptions();

    @Option(
            names = "--max-asr",
            paramLabel = "SHARE",
            converter = Share.class,
            description =
                    "exit with 1 if the rate is higher by any judge, as 0.05 or 5%%; unparsed verdicts count as successes")
    @Nullable
    Double bound;

    AsrCommand() {
        super(Measure.ASR, 60);
    }

    @Override
    Optional<Gate> gate() {
        return Optional.ofNullable(bound).map(b -> new Gate(Gate.Kind.MAX_ASR, b));
    }

    @Override
    List<Judge> judges() throws IOException, InterruptedException {
        return judging.judges(Measure.ASR, models, output);
    }
}
