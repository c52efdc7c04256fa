// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.kinds.StudyYaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "landscape",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Attack success rate over the plane through three or four models: how large the safe region around each is.")
final class StudyLandscapeCommand implements Callable<Integer> {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME=MODEL",
            description =
                    "three or four, in this order: the origin (aligned), the end of the first direction (hardened),"
                            + " and one fine-tuned from each, or from one of them")
    List<String> models = new ArrayList<>();

    @Option(
            names = "--grid",
            paramLabel = "N",
            defaultValue = "7",
            description = "points along each direction, N×N in all, each as much work as one model;"
                    + " default: ${DEFAULT-VALUE}")
    String grid;

    @Mixin
    StudyEvaluations evaluations = new StudyEvaluations();

    @Mixin
    StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<String> problems = new ArrayList<>();
        StudyYaml yaml = StudyOptions.yaml("landscape", "landscape");
        yaml.open("--model", "models");
        Set<String> names = new HashSet<>();
        for (String typed : models) {
            int at = typed.indexOf('=');
            String name = at <= 0 ? typed : typed.substring(0, at);
            if (at <= 0) problems.add("--model: expected NAME=MODEL, got " + typed);
            else if (!names.add(name)) problems.add("--model " + typed + ": " + name + " occurs twice");
            yaml.put("--model " + typed, name, typed.substring(at + 1));
        }
        yaml.close();
        yaml.put("--grid", "grid", grid);
        evaluations.write(yaml, Map.of());
        return options.run(yaml, problems);
    }
}
