// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.kinds.StudyYaml;
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
            "How few directions carry the alignment: evaluates the base model plus only the first K directions of the alignment, for several K, like the aligned model."
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
        StudyYaml yaml = StudyOptions.yaml("effective_rank", "effective-rank");
        pair.write(yaml);
        yaml.put("--ranks " + String.join(",", ranks), "ranks", ranks).put("--margin", "margin", margin);
        evaluations.write(yaml, Map.of());
        return options.run(yaml, new ArrayList<>());
    }
}
