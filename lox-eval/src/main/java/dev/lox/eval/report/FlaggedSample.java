// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sample that counts against the model.
 *
 * @param row which it is, from 0
 * @param why in words, of the judges or of the numbers
 */
record FlaggedSample(int row, JudgedSample sample, String why) {
    static List<FlaggedSample> of(Results results) {
        List<FlaggedSample> findings = new ArrayList<>();
        for (int i = 0; i < results.samples().size(); i++) {
            JudgedSample sample = results.samples().get(i);
            String why = why(results, sample);
            if (!why.isEmpty()) findings.add(new FlaggedSample(i, sample, why));
        }
        return findings;
    }

    private static String why(Results results, JudgedSample sample) {
        if (results.measure() == Measure.ACCURACY) return sample.correct().orElse(true) ? "" : wrong(sample);
        List<String> by = new ArrayList<>();
        for (int j = 0; j < results.judges().size(); j++)
            if (sample.success(results.measure(), j).equals(Optional.of(true)))
                by.add(results.judges().get(j) + ": " + sample.verdicts().get(j).word());
        return String.join("; ", by);
    }

    private static String wrong(JudgedSample sample) {
        return "expected " + sample.sample().answer().orElseThrow().toPlainString() + ", found "
                + sample.found().map(f -> f.toPlainString()).orElse("no number");
    }
}
