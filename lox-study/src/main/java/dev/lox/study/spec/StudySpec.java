// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import dev.lox.eval.sample.PromptSets;
import java.util.List;

/** A study, before anything of it was looked for. Models and data are named as on the command line. */
public sealed interface StudySpec permits AttackSpec, RankSpec, LandscapeSpec, CalibrationSpec {
    /** As results have it: {@code attacks}. */
    String kind();

    String title();

    List<EvaluationSpec> evaluations();

    /** Models that it names. */
    List<String> models();

    /** Data that it names, but for sets that come with the program. */
    default List<String> data() {
        return evaluations().stream()
                .map(EvaluationSpec::data)
                .filter(d -> !PromptSets.isBuiltIn(d))
                .toList();
    }
}
