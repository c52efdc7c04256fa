// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import dev.lox.base.CsvRow;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Results;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A table for spreadsheets: a row a sample. */
final class RowsCsv {
    private RowsCsv() {}

    static void write(Writer out, Results results, Redaction redaction) throws IOException {
        boolean answers = results.measure() == Measure.ACCURACY;
        List<String> header = new ArrayList<>(List.of("id", "prompt", "reply", "degenerate"));
        if (answers) header.addAll(List.of("answer", "found", "correct"));
        for (String judge : results.judges()) header.addAll(List.of(judge, judge + " success"));
        boolean categories = !results.byCategory().isEmpty();
        if (categories) header.add("category");
        out.write(CsvRow.of(header));
        for (JudgedSample s : results.samples()) {
            List<String> cells = new ArrayList<>(List.of(
                    s.sample().reply().id(),
                    s.sample().reply().prompt(),
                    redaction.reply(s.sample().reply().reply()),
                    s.degeneration().map(RowJson::label).orElse("")));
            if (answers)
                cells.addAll(List.of(
                        s.sample().answer().map(a -> a.toPlainString()).orElse(""),
                        s.found().map(f -> f.toPlainString()).orElse(""),
                        s.correct().map(String::valueOf).orElse("")));
            for (int j = 0; j < results.judges().size(); j++) {
                cells.add(s.verdicts().get(j).word());
                cells.add(s.success(results.measure(), j).map(String::valueOf).orElse(""));
            }
            if (categories)
                cells.add(Objects.requireNonNullElse(s.sample().reply().category(), ""));
            out.write(CsvRow.of(cells));
        }
    }
}
