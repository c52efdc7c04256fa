// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.UnkeptLimit;
import dev.lox.study.findings.WorstCase;
import java.util.List;

/** The utility limits that a variant is not known to keep, in words. */
final class LimitWords {
    private LimitWords() {}

    static List<String> of(StudyResult result, WorstCase worst) {
        return worst.unkept().stream().map(u -> of(result, u)).toList();
    }

    private static String of(StudyResult result, UnkeptLimit u) {
        String where = u.evaluation() + (u.attack() == null ? " before any attack" : " after " + u.attack());
        Double worse = u.worse();
        if (worse == null) return where + ": unknown";
        String baseline = result.findings().variants().get(0).name();
        return result.evaluations().stream()
                .filter(e -> e.name().equals(u.evaluation()))
                .findFirst()
                .map(e -> where + ": worse than " + baseline + " by "
                        + e.measure().amount(worse) + limit(e))
                .orElse(where);
    }

    private static String limit(EvaluationInfo e) {
        Double bound = e.bound();
        return bound == null ? "" : ", limit " + e.measure().amount(bound);
    }
}
