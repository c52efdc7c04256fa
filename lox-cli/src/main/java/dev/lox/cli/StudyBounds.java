// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.kinds.Utility;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How much utility a defence may cost. */
final class StudyBounds {
    private static final String NONE = "none";

    @Option(
            names = "--bound",
            paramLabel = "USE=X",
            description =
                    "utility limit: how much worse than the undefended aligned model a variant may be; defaults where data are"
                            + " given: benign=10%%, task=5%%, held-out=0.25 (nats per token); none for no limit; repeatable")
    List<String> bounds = new ArrayList<>();

    /** The limits of the evaluations that are asked for, as typed. */
    Map<Utility, String> of(StudyEvaluations evaluations, List<String> problems) {
        Map<Utility, String> all = new EnumMap<>(Utility.class);
        for (Utility use : Utility.values()) if (evaluations.has(use)) all.put(use, use.limit());
        for (String typed : bounds) {
            int at = typed.indexOf('=');
            Optional<Utility> use = at < 0 ? Optional.empty() : Utility.named(typed.substring(0, at));
            if (use.isEmpty()) {
                problems.add("--bound: expected benign=X, task=X or held-out=X, got " + typed);
            } else if (!evaluations.has(use.get())) {
                problems.add("--bound " + typed + ": has no effect without --"
                        + use.get().label() + " DATA");
            } else {
                all.put(use.get(), typed.substring(at + 1));
            }
        }
        all.values().removeIf(NONE::equals);
        return all;
    }
}
