// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.List;

/** A study, before anything of it was looked for. Models and data are named as on the command line. */
public sealed interface StudySpec permits AttackSpec, RankSpec, LandscapeSpec, CalibrationSpec {
    /** As results have it: {@code attacks}. */
    String kind();

    String title();

    List<EvaluationSpec> evaluations();
}
