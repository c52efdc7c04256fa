// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.result.Measure;
import java.io.IOException;
import java.util.List;

/**
 * A judge, to be opened when it is needed.
 *
 * @param record what its verdicts depend on
 */
public record JudgeChoice(String name, Measure measure, ObjectNode record, JudgeSource source) {
    /** What a judge's record counts up. */
    private static final List<String> COUNTS = List.of("asked", "from_cache", "unparsed", "cost", "cache_failure");

    /** Opens the judge once, to see that it can be had and what it is. */
    public static JudgeChoice of(String name, Measure measure, JudgeSource source)
            throws IOException, InterruptedException {
        try (Judge judge = source.open(name, measure)) {
            return new JudgeChoice(name, measure, judge.record().without(COUNTS), source);
        }
    }

    Judge open() throws IOException, InterruptedException {
        return source.open(name, measure);
    }
}
