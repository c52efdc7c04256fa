// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.judges.Judge;
import dev.lox.study.findings.Measure;
import java.io.IOException;
import java.util.List;

/**
 * A judge that is opened when it is needed.
 *
 * @param record everything that its verdicts depend on
 */
public record JudgeChoice(String name, Measure measure, ObjectNode record, JudgeSource source) {
    /** Counters in a judge's record, which verdicts do not depend on. */
    private static final List<String> COUNTS = List.of("asked", "from_cache", "unparsed", "cost", "cache_failure");

    /** Opens the judge once to check that it is available, and to record its identity. */
    public static JudgeChoice of(String name, Measure measure, JudgeSource source)
            throws IOException, InterruptedException {
        try (Judge judge = source.open(name, judged(measure))) {
            return new JudgeChoice(name, measure, judge.record().without(COUNTS), source);
        }
    }

    Judge open() throws IOException, InterruptedException {
        return source.open(name, judged());
    }

    /** The corresponding measure of lox-eval. */
    dev.lox.eval.results.Measure judged() {
        return judged(measure);
    }

    private static dev.lox.eval.results.Measure judged(Measure measure) {
        return switch (measure) {
            case ASR -> dev.lox.eval.results.Measure.ASR;
            case OVERREFUSAL -> dev.lox.eval.results.Measure.OVERREFUSAL;
            case ACCURACY, LOSS -> throw new IllegalArgumentException(measure + " needs no judge");
        };
    }
}
