// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.ForeignText;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.settings.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The base model plus only the k leading directions of the alignment delta, for several k (arXiv 2506.15606, effective
 * rank).
 *
 * @param margin how far above the aligned model's ASR still counts as reached, as a share
 */
record RankSpec(
        String title, String base, String aligned, List<Integer> ranks, List<EvaluationSpec> evaluations, double margin)
        implements KindSpec {
    private static final double DEFAULT_MARGIN = 0.05;

    RankSpec {
        ranks = List.copyOf(ranks);
        evaluations = List.copyOf(evaluations);
    }

    @Override
    public List<String> models() {
        return List.of(base, aligned);
    }

    /** Reads a study of this kind; empty if there are problems. */
    static Optional<RankSpec> read(Fields top, List<String> problems) throws IOException {
        String title = top.text("title", "How few directions carry the alignment");
        String base = top.text("base", null);
        String aligned = top.text("aligned", null);
        List<Integer> ranks = new ArrayList<>();
        List<String> asked = top.names("ranks", List.of("1", "2", "3", "4", "6", "8"));
        if (asked.isEmpty()) top.refuse("ranks", "expected one or more, got none");
        for (String text : asked) {
            Optional<Integer> rank = wholeNumber(text);
            if (rank.isPresent() && !ranks.contains(rank.get())) ranks.add(rank.get());
            else top.refuse("ranks", "expected different positive numbers, got " + ForeignText.printable(text));
        }
        double margin = top.number("margin", DEFAULT_MARGIN);
        if (!(margin >= 0 && margin < 1)) top.refuse("margin", "expected a share from 0 and below 1, got " + margin);
        List<EvaluationSpec> evaluations = EvaluationReader.read(top, problems);
        if (!problems.isEmpty()) return Optional.empty();
        return Optional.of(
                new RankSpec(title, base, aligned, ranks.stream().sorted().toList(), evaluations, margin));
    }

    /** A positive integer. */
    private static Optional<Integer> wholeNumber(String text) {
        return text.matches("[1-9]\\d{0,8}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    @Override
    public Experiment open(GivenModels models, List<Evaluation> evaluations, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        return new RankStudy(this, models, evaluations);
    }
}
