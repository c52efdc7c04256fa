// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.kinds.StudyYaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "What fine-tuning does to an aligned model, and what helps against it: every variant is fine-tuned by every"
                    + " attack with every seed, and is evaluated before and after.",
            "DIR/study.yaml is what is run; it can be changed and run by lox study run."
        })
final class StudyAttackCommand implements Callable<Integer> {
    private static final List<String> DEFAULT_VARIANTS = List.of("lox", "random");

    @Mixin
    StudyPair pair = new StudyPair();

    @Mixin
    StudyAttacks attacks = new StudyAttacks();

    @Option(
            names = "--along",
            paramLabel = "STEPS",
            description = "also evaluate every N steps of an attack; default: only before and after")
    String along = "";

    @Option(
            names = "--variant",
            paramLabel = "METHOD[:VALUES]",
            description =
                    VariantText.HELP + "; repeatable, the first is what the verdict is on; default: lox and random")
    List<String> variants = new ArrayList<>();

    @Mixin
    StudyEvaluations evaluations = new StudyEvaluations();

    @Mixin
    StudyBounds bounds = new StudyBounds();

    @Option(
            names = "--rank",
            paramLabel = "N",
            defaultValue = "6",
            description =
                    "rank of the R metrics, which measure how much of the alignment's first N directions an attack leaves; 0: none; default: ${DEFAULT-VALUE}")
    String rank;

    @Mixin
    StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        return options.run(yaml(problems), problems);
    }

    StudyYaml yaml(List<String> problems) {
        StudyYaml yaml = StudyOptions.yaml("attacks", "attack");
        pair.write(yaml);
        variants(yaml, problems);
        attacks.write(yaml, along, problems);
        evaluations.write(yaml, bounds.of(evaluations, problems));
        yaml.put("--rank", "r_metrics", rank);
        return yaml;
    }

    private void variants(StudyYaml yaml, List<String> problems) {
        yaml.open("--variant", "variants");
        Set<String> names = new HashSet<>();
        for (String typed : variants.isEmpty() ? DEFAULT_VARIANTS : variants) {
            VariantText v = VariantText.parse(typed, problems);
            String name = v.name();
            for (int i = 2; !names.add(name); i++) name = v.name() + " " + i;
            v.write(yaml, name);
        }
        yaml.close();
    }
}
