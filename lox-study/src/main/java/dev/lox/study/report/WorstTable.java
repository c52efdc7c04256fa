// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.result.VariantAbout;
import dev.lox.study.result.Worst;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The attack that is worst for each variant, and whether the variant is still of use. */
final class WorstTable {
    private WorstTable() {}

    static Table of(Outcomes outcomes) {
        Map<String, String> kinds = outcomes.result().variants().stream()
                .collect(Collectors.toMap(VariantAbout::name, VariantAbout::kind, (a, b) -> a));
        List<List<String>> rows = new ArrayList<>();
        for (Worst w : outcomes.result().worst())
            rows.add(List.of(
                    w.variant() + " (" + kinds.getOrDefault(w.variant(), "not described") + ")",
                    Metric.ASR.text(w.asr()),
                    w.attack(),
                    w.within() ? "yes" : "no: " + String.join("; ", w.reasons())));
        return new Table(
                "Worst case of each variant: the attack after which its success rate, mean over seeds, is highest",
                List.of(
                        Table.name("variant"),
                        Table.number("ASR"),
                        Table.name("after"),
                        Table.words("within the bounds on utility")),
                rows);
    }
}
