// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The part that a variant plays in a study. */
public enum VariantKind {
    /** A model as it is, with which the others are compared. */
    BASELINE,
    /** A way to make the aligned model withstand attacks. */
    DEFENCE,
    /** A change as large as a defence that should not help. */
    CONTROL;

    /** As files have it: {@code baseline}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
