// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.eval.results.PromptSets;
import dev.lox.lm.model.ComputeDevice;
import java.io.IOException;
import java.util.List;

/** The specification of a study of one kind. Models and data are named as the user typed them. */
interface KindSpec {
    String title();

    List<EvaluationSpec> evaluations();

    /** The models that it names. */
    List<String> models();

    /** The data that it names, without the built-in prompt sets. */
    default List<String> data() {
        return evaluations().stream()
                .map(EvaluationSpec::data)
                .filter(d -> !PromptSets.isBuiltIn(d))
                .toList();
    }

    /**
     * Opens and checks everything that it names; computes nothing.
     *
     * @param evaluations of every model
     * @throws dev.lox.base.InvalidInputException with what is wrong
     */
    Experiment open(GivenModels models, List<Evaluation> evaluations, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException;
}
