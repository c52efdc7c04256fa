// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.List;

/**
 * The base model with the alignment's first k directions alone, k by k (arXiv 2506.15606, effective rank).
 *
 * @param margin how far from the aligned model's ASR still counts as reached, as a share
 */
public record RankSpec(
        String title, String base, String aligned, List<Integer> ranks, List<EvaluationSpec> evaluations, double margin)
        implements StudySpec {
    public RankSpec {
        ranks = List.copyOf(ranks);
        evaluations = List.copyOf(evaluations);
    }

    @Override
    public String kind() {
        return "effective-rank";
    }

    @Override
    public List<String> models() {
        return List.of(base, aligned);
    }
}
