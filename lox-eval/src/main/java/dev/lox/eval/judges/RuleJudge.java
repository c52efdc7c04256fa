// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import java.util.Locale;
import java.util.function.Supplier;

/** Judges that are rules. A judge's name is the constant's in lower case. */
enum RuleJudge {
    REFUSAL(RefusalJudge::new),
    COMPLIANCE(ComplianceJudge::new);

    @SuppressWarnings("ImmutableEnumChecker") // A constructor reference has no state.
    private final Supplier<Judge> constructor;

    RuleJudge(Supplier<Judge> constructor) {
        this.constructor = constructor;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Judge create() {
        return constructor.get();
    }
}
