// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.ModelInfo;
import dev.lox.study.findings.RunInfo;
import dev.lox.study.findings.StudyResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A study with its inputs open: the cells it needs, and the result once they are done. */
public final class Study {
    private final String title;
    private final List<ModelInfo> models;
    private final List<EvaluationInfo> evaluations;
    private final Experiment experiment;

    Study(String title, List<ModelInfo> models, List<EvaluationInfo> evaluations, Experiment experiment) {
        this.title = title;
        this.models = models;
        this.evaluations = evaluations;
        this.experiment = experiment;
    }

    /** The models to evaluate. */
    public List<Trial> trials() {
        return experiment.trials();
    }

    /** The cells that it needs, in the preferred order. */
    public List<Cell<?>> targets() {
        List<Cell<?>> all = new ArrayList<>(experiment.others());
        for (Trial t : trials()) all.addAll(t.targets());
        return all;
    }

    /** The result from the cells in the store. Failed cells are missing from it. */
    public StudyResult result(CellStore store, RunInfo run) throws IOException {
        return new StudyResult(title, models, evaluations, experiment.findings(store), run);
    }
}
