// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.List;

/**
 * Behaviour over the plane through three or four models (arXiv 2506.15606, safety landscape).
 *
 * @param names of the models, for people
 * @param models the origin, the first direction's end, and one or two that were fine-tuned from these
 * @param grid points along each direction
 */
public record LandscapeSpec(
        String title, List<String> names, List<String> models, int grid, List<EvaluationSpec> evaluations)
        implements StudySpec {
    /** The paper's. */
    public static final int DEFAULT_GRID = 7;

    /** A point takes as long as an evaluation of a model. */
    public static final int MOST_GRID = 101;

    public LandscapeSpec {
        names = List.copyOf(names);
        models = List.copyOf(models);
        evaluations = List.copyOf(evaluations);
    }

    @Override
    public String kind() {
        return "landscape";
    }
}
