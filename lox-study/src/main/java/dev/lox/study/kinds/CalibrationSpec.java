// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.lm.model.ComputeDevice;
import java.io.IOException;
import java.util.List;

/**
 * Selects method, rank and alpha by testing candidates against proxy attacks, with several orders of rows each.
 *
 * @param attacks the proxy attacks; the baseline is among the candidates
 */
record CalibrationSpec(AttackSpec attacks) implements KindSpec {
    @Override
    public List<String> models() {
        return attacks.models();
    }

    @Override
    public List<String> data() {
        return attacks.data();
    }

    @Override
    public String title() {
        return attacks.title();
    }

    @Override
    public List<EvaluationSpec> evaluations() {
        return attacks.evaluations();
    }

    @Override
    public Experiment open(GivenModels models, List<Evaluation> evaluations, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        return new Calibration(AttackStudy.of(attacks, models, evaluations, inputs, device));
    }
}
