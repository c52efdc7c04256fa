// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a defence may cost. */
final class StudyBounds {
    private static final String NONE = "none";

    @Option(
            names = "--bound",
            paramLabel = "USE=X",
            description =
                    "by how much a variant may be worse than the aligned model as it is and still count: benign=10%%,"
                            + " task=5%%, held-out=0.25 (nats a token) are the defaults, as far as there is data; none for no"
                            + " bound; repeatable")
    List<String> bounds = new ArrayList<>();

    /** Bounds of the evaluations that are there, as typed. */
    Map<Use, String> of(StudyEvaluations evaluations, List<String> complaints) {
        Map<Use, String> all = new EnumMap<>(Use.class);
        for (Use use : Use.values()) if (evaluations.has(use)) all.put(use, use.bound());
        for (String typed : bounds) {
            int at = typed.indexOf('=');
            Optional<Use> use = at < 0 ? Optional.empty() : Use.named(typed.substring(0, at));
            if (use.isEmpty()) {
                complaints.add("--bound: expected benign=X, task=X or held-out=X, got " + typed);
            } else if (!evaluations.has(use.get())) {
                complaints.add("--bound " + typed + ": has no effect without "
                        + use.get().flag() + " DATA");
            } else {
                all.put(use.get(), typed.substring(at + 1));
            }
        }
        all.values().removeIf(NONE::equals);
        return all;
    }
}
