// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.List;

/**
 * Which method, rank and alpha to harden by: candidates against proxy attacks, several orders each.
 *
 * @param attacks what the candidates are tried on; the baseline is among the candidates
 */
public record CalibrationSpec(AttackSpec attacks) implements StudySpec {
    @Override
    public String kind() {
        return "calibration";
    }

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
}
