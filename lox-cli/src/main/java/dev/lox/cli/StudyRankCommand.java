// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "effective-rank",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "How few directions carry the alignment: the base model with the alignment's first K directions alone, K by K,"
                    + " is asked what the aligned model is asked."
        })
final class StudyRankCommand implements Callable<Integer> {
    @Mixin
    StudyPair pair = new StudyPair();

    @Option(
            names = "--ranks",
            split = ",",
            paramLabel = "K",
            defaultValue = "1,2,3,4,6,8",
            description = "directions; default: ${DEFAULT-VALUE}")
    List<String> ranks = new ArrayList<>();

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "the effective rank is the least whose attack success rate is no further than this above the"
                    + " aligned model's; default: ${DEFAULT-VALUE}")
    String margin;

    @Mixin
    StudyEvaluations evaluations = new StudyEvaluations();

    @Mixin
    StudyOptions options = new StudyOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        StudyYaml yaml = new StudyYaml("effective_rank", "effective-rank");
        pair.write(yaml);
        yaml.put("--ranks " + String.join(",", ranks), "ranks", ranks).put("--margin", "margin", margin);
        evaluations.write(yaml, Map.of());
        return options.run(yaml, new ArrayList<>());
    }
}
