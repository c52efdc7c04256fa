// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.settings.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates the plane through three or four models (arXiv 2506.15606, safety landscape).
 *
 * @param names of the models, for display
 * @param models the origin, the end of the first direction, and one or two fine-tuned from these
 * @param grid points along each direction
 */
record LandscapeSpec(String title, List<String> names, List<String> models, int grid, List<EvaluationSpec> evaluations)
        implements KindSpec {
    /** The paper's grid. */
    static final int DEFAULT_GRID = 7;

    /** Limited, since each point costs a whole evaluation of a model. */
    static final int MOST_GRID = 101;

    LandscapeSpec {
        names = List.copyOf(names);
        models = List.copyOf(models);
        evaluations = List.copyOf(evaluations);
    }

    /** Reads a study of this kind; empty if there are problems. */
    static Optional<LandscapeSpec> read(Fields top, List<String> problems) throws IOException {
        String title = top.text("title", "The safety landscape");
        List<String> names = new ArrayList<>();
        List<String> models = new ArrayList<>();
        top.section("models").ifPresent(section -> {
            names.addAll(section.texts().keySet());
            for (String name : names) models.add(section.text(name, null));
        });
        if (!top.has("models") || models.size() < 3 || models.size() > 4)
            problems.add(top.where() + ": models: expected three or four by name (the origin, the end of the first"
                    + " direction, and one or two fine-tuned from these), got " + models.size());
        int grid = top.integer("grid", LandscapeSpec.DEFAULT_GRID);
        if (grid < 2 || grid > LandscapeSpec.MOST_GRID)
            top.refuse("grid", "expected 2 to " + LandscapeSpec.MOST_GRID + " points, got " + grid);
        List<EvaluationSpec> evaluations = EvaluationReader.read(top, problems);
        if (!problems.isEmpty()) return Optional.empty();
        return Optional.of(new LandscapeSpec(title, names, models, grid, evaluations));
    }

    @Override
    public Experiment open(GivenModels models, List<Evaluation> evaluations, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        return new LandscapeStudy(this, models, evaluations);
    }
}
