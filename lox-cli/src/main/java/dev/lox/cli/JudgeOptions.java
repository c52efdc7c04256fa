// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.eval.judge.ComplianceJudge;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.question.Purpose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who judges replies. */
@Command
final class JudgeOptions {
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
                            + " name); repeatable; default: refusal")
    List<String> names = new ArrayList<>();

    @Mixin
    JudgeAccess access = new JudgeAccess();

    /**
     * The judges asked for; nothing is asked or loaded yet.
     *
     * @throws BadInputException with all that is wrong with them
     */
    List<Judge> judges(Purpose purpose, ModelOptions models, OutputOptions output)
            throws IOException, InterruptedException {
        // What is mixed into a mixin is told of that one alone.
        access.command = command;
        List<String> complaints = new ArrayList<>();
        List<String> asked = names.isEmpty() && purpose != Purpose.HELPFULNESS ? List.of(JudgeAccess.REFUSAL) : names;
        if (asked.isEmpty())
            complaints.add("--judge is missing: only a language model can tell how helpful a reply is; pass openai:NAME"
                    + " or model:MODEL");
        boolean asksModels = asked.stream().anyMatch(name -> !List.of(JudgeAccess.REFUSAL, ComplianceJudge.NAME)
                .contains(name));
        if (!asksModels && access.isGiven())
            complaints.add(
                    "--judge-url, --judge-price and --judge-prompt are for judges that are models, of which none is"
                            + " asked");
        List<Judge> judges = new ArrayList<>();
        for (String name : asked.stream().distinct().toList())
            try {
                judges.add(access.open(name, purpose, models, output));
            } catch (BadInputException e) {
                e.complaints().stream().filter(c -> !complaints.contains(c)).forEach(complaints::add);
            }
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        return judges;
    }
}
