// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What the interval of a difference covers. */
public enum IntervalOver {
    /** Other orders of the rows: Student's t over seeds. */
    SEEDS,
    /** Other prompts of the same kind, for one order of rows (Bonett and Price 2012). */
    PROMPTS;

    /** As files have it: {@code seeds}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
