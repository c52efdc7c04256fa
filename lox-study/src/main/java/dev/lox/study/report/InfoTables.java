// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Table;
import dev.lox.study.findings.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What was run: models, variants, attacks and evaluations in words. */
final class InfoTables {
    private InfoTables() {}

    static List<Table> of(StudyResult result) {
        List<Table> tables = new ArrayList<>();
        if (!result.models().isEmpty())
            tables.add(new Table(
                    "Models",
                    List.of(Table.name("model"), Table.words("where"), Table.words("SHA-256")),
                    result.models().stream()
                            .map(m -> List.of(m.role(), m.path(), m.sha256()))
                            .toList()));
        if (!result.findings().variants().isEmpty())
            tables.add(new Table(
                    "Variants",
                    List.of(Table.name("variant"), Table.words("kind"), Table.words("how it is made")),
                    result.findings().variants().stream()
                            .map(v -> List.of(v.name(), v.kind().label(), v.words()))
                            .toList()));
        if (!result.findings().attacks().isEmpty())
            tables.add(new Table(
                    "Attacks",
                    List.of(
                            Table.name("attack"),
                            Table.words("seeds"),
                            Table.number("steps"),
                            Table.words("what it is")),
                    result.findings().attacks().stream()
                            .map(a -> List.of(a.name(), seeds(a.seeds()), Long.toString(a.steps()), a.words()))
                            .toList()));
        if (!result.evaluations().isEmpty()) tables.add(evaluations(result));
        return tables;
    }

    private static Table evaluations(StudyResult result) {
        List<List<String>> rows = new ArrayList<>();
        for (var e : result.evaluations()) {
            rows.add(List.of(
                    e.name(),
                    e.measure().label(),
                    e.judge() == null ? "–" : e.judge(),
                    e.bound() == null ? "–" : e.measure().amount(e.bound()),
                    e.words()));
        }
        return new Table(
                "Evaluations",
                List.of(
                        Table.name("evaluation"),
                        Table.words("measure"),
                        Table.name("judge"),
                        Table.number("may be worse by"),
                        Table.words("what it is")),
                rows);
    }

    private static String seeds(List<Long> seeds) {
        return seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
