// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.findings.Effort;
import dev.lox.study.findings.StudyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** By what a study was run and what it took. */
final class EffortWords {
    private EffortWords() {}

    static String of(StudyResult result) {
        Effort e = result.run().effort();
        List<String> words = new ArrayList<>(List.of("LoX " + result.run().lox()));
        String seeds = result.findings().attacks().stream()
                .flatMap(a -> a.seeds().stream())
                .distinct()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (!seeds.isEmpty()) words.add((seeds.contains(",") ? "seeds " : "seed ") + seeds);
        words.add(e.cells() + " pieces of work in " + time(e.seconds()));
        words.add(e.threads() + (e.threads() == 1 ? " thread" : " threads"));
        words.add("Java " + e.java());
        words.add(e.machine());
        return String.join("; ", words) + ".";
    }

    private static String time(double seconds) {
        if (seconds < 120) return String.format(Locale.ROOT, "%.0f s", seconds);
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
