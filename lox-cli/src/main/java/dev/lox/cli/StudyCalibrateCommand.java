// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.cli.VariantText.Method;
import dev.lox.study.kinds.StudyYaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Which method, rank and alpha to harden a model by: each candidate is fine-tuned on data of your own that stands"
                    + " in for what others will do to it.",
            "Recommends the candidate with the lowest worst case within the utility limits, or none."
        })
final class StudyCalibrateCommand implements Callable<Integer> {
    private static final List<String> EXPO_ALPHAS = List.of("0.5");
    private static final List<String> ALPHAS = List.of("0.5", "1.25");

    @Mixin
    StudyPair pair = new StudyPair();

    @Mixin
    StudyAttacks attacks = new StudyAttacks();

    @Option(
            names = "--method",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "lox,expo",
            description = "lox, expo and, as a control, random; default: ${DEFAULT-VALUE}")
    List<String> methods = new ArrayList<>();

    @Option(
            names = "--ranks",
            split = ",",
            paramLabel = "K",
            defaultValue = "6,16",
            description = "directions, of lox and random; default: ${DEFAULT-VALUE}")
    List<String> ranks = new ArrayList<>();

    @Option(names = "--alphas", split = ",", paramLabel = "X", description = "how far; default: 0.5,1.25, of expo 0.5")
    @Nullable
    List<String> alphas;

    @Mixin
    StudyEvaluations evaluations = new StudyEvaluations();

    @Mixin
    StudyBounds bounds = new StudyBounds();

    @Mixin
    StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        return options.run(yaml(problems), problems);
    }

    StudyYaml yaml(List<String> problems) {
        StudyYaml yaml = StudyOptions.yaml("calibration", "calibrate");
        pair.write(yaml);
        yaml.open("--method", "variants");
        for (VariantText v : candidates(problems)) v.write(yaml, v.name());
        yaml.close();
        attacks.write(yaml, "", problems);
        evaluations.write(yaml, bounds.of(evaluations, problems));
        return yaml;
    }

    private Set<VariantText> candidates(List<String> problems) {
        Set<VariantText> all = new LinkedHashSet<>();
        for (String name : methods)
            switch (name) {
                case "lox" -> add(Method.LOX, all);
                case "expo" ->
                    (alphas == null ? EXPO_ALPHAS : alphas)
                            .forEach(a -> all.add(VariantText.of(Method.EXPO, Map.of("alpha", a))));
                case "random" -> add(Method.RANDOM, all);
                default -> problems.add("--method: expected lox, expo or random, got " + name);
            }
        if (all.isEmpty()) add(Method.LOX, all);
        return all;
    }

    private void add(Method method, Set<VariantText> all) {
        for (String rank : ranks)
            for (String alpha : alphas == null ? ALPHAS : alphas) {
                Map<String, String> values = new LinkedHashMap<>();
                values.put("rank", rank);
                values.put("alpha", alpha);
                all.add(VariantText.of(method, values));
            }
    }
}
