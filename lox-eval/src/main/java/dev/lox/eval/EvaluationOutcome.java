// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.report.Markdown;
import dev.lox.eval.report.RunRecord;
import dev.lox.eval.report.SummaryJson;
import dev.lox.eval.results.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The outcome of an evaluation.
 *
 * @param folder the folder of results
 * @param run what the results depend on, and the gates
 * @param leftOut number of replies to unknown or already answered problems; 0 unless accuracy is measured
 * @since 0.1
 */
public record EvaluationOutcome(Path folder, Results results, RunRecord run, int leftOut) {
    /** Whether every gate held; true without gates. */
    public boolean held() {
        return run.held();
    }

    /** The contents of {@code summary.json}, and the folder as {@code out}. */
    public ObjectNode summary() {
        return SummaryJson.of(results, run).put("out", folder.toString());
    }

    /** The figures and gates in words, one line each. */
    public List<String> lines() {
        return Stream.concat(
                        Markdown.headlines(results).stream(),
                        run.gates().stream().map(Markdown::words))
                .toList();
    }
}
