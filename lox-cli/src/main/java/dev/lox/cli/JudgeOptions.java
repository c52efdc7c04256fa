// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.JudgeSpec;
import dev.lox.eval.results.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who judges replies. */
@Command
final class JudgeOptions {
    private static final String DEFAULT = "refusal";

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--judge",
            paramLabel = "JUDGE",
            description =
                    "refusal (rules, free, offline), compliance (the same, and a reply of a few words is no success),"
                            + " openai:NAME (a model behind an OpenAI-compatible endpoint) or"
                            + " model:MODEL (a folder or hub id; Llama Guard, HarmBench's classifiers and WildGuard are known by"
                            + " name); strongreject: before openai: or model: asks for StrongREJECT's grades; repeatable; default: refusal")
    List<String> names = new ArrayList<>();

    @Mixin
    JudgeAccess access = new JudgeAccess();

    /**
     * The judges; nothing is asked or loaded yet.
     *
     * @throws InvalidInputException with all that is wrong with them
     */
    List<Judge> judges(Measure measure, ModelOptions models, OutputOptions output)
            throws IOException, InterruptedException {
        // What is mixed into a mixin is told of that one alone.
        access.command = command;
        Set<Problem> problems = new LinkedHashSet<>();
        List<String> asked = names.isEmpty() && measure != Measure.HELPFULNESS ? List.of(DEFAULT) : names;
        if (asked.isEmpty())
            problems.add(Problem.of("--judge is missing: only a language model can tell how helpful a reply is; pass"
                    + " openai:NAME or model:MODEL"));
        List<Judge> judges = new ArrayList<>();
        boolean asksModels = false;
        for (String name : asked.stream().distinct().toList())
            try {
                asksModels |= JudgeSpec.parse(name).isModel();
                judges.add(access.open(name, measure, models, output));
            } catch (InvalidInputException e) {
                problems.addAll(e.details());
            }
        if (!asksModels && access.isGiven())
            problems.add(Problem.of(
                    "--judge-url, --judge-price and --judge-prompt are for judges that are models, of which none is"
                            + " asked"));
        if (problems.isEmpty()) return judges;
        for (Judge judge : judges) judge.close();
        throw new InvalidInputException(List.copyOf(problems));
    }
}
