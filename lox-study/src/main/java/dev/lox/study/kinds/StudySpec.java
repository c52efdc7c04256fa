// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.model.ComputeDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A study as its YAML describes it, read and checked. Nothing it names has been opened. */
public final class StudySpec {
    private final String yaml;
    private final KindSpec kind;

    StudySpec(String yaml, KindSpec kind) {
        this.yaml = yaml;
        this.kind = kind;
    }

    /**
     * Reads a study's YAML (docs/studies.md).
     *
     * @param where it comes from, for messages
     * @throws InvalidInputException with every problem
     */
    public static StudySpec parse(String where, String yaml) throws IOException {
        return new StudySpec(yaml, StudyReader.parse(where, yaml));
    }

    public String yaml() {
        return yaml;
    }

    /** The models that it names. */
    public List<String> models() {
        return kind.models();
    }

    /** The data that it names, without the built-in prompt sets. */
    public List<String> data() {
        return kind.data();
    }

    /**
     * Opens and checks everything that it names; computes nothing.
     *
     * @throws InvalidInputException with what is wrong
     */
    public Study open(Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
        List<Evaluation> evaluations = new ArrayList<>();
        for (EvaluationSpec e : kind.evaluations()) evaluations.addAll(e.open(inputs, device));
        GivenModels models = new GivenModels(inputs);
        Experiment experiment = kind.open(models, evaluations, inputs, device);
        return new Study(
                kind.title(),
                models.info(),
                evaluations.stream().map(Evaluation::info).toList(),
                experiment);
    }
}
