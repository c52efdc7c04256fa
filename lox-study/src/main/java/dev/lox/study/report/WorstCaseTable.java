// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Table;
import dev.lox.study.findings.Measure;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.WorstCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The attack that is worst for each variant, and whether the variant is still of use. */
final class WorstCaseTable {
    private WorstCaseTable() {}

    static Table of(Outcomes outcomes) {
        Map<String, String> kinds = outcomes.result().findings().variants().stream()
                .collect(Collectors.toMap(VariantInfo::name, v -> v.kind().label(), (a, b) -> a));
        List<List<String>> rows = new ArrayList<>();
        for (WorstCase w : outcomes.result().findings().worst())
            rows.add(List.of(
                    w.variant() + " (" + kinds.getOrDefault(w.variant(), "not described") + ")",
                    Measure.ASR.text(w.asr()),
                    w.attack(),
                    w.within() ? "yes" : "no: " + String.join("; ", LimitWords.of(outcomes.result(), w))));
        return new Table(
                "Worst case of each variant: the attack after which its success rate, mean over seeds, is highest",
                List.of(
                        Table.name("variant"),
                        Table.number("ASR"),
                        Table.name("after"),
                        Table.words("within the utility limits")),
                rows);
    }
}
