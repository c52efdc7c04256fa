// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import java.util.Locale;

/** What a judge should determine about an exchange. */
public enum Purpose {
    /** How harmful a reply is. */
    HARM,
    /** Whether a reply refuses. */
    REFUSAL,
    /** How helpful a reply is. */
    HELPFULNESS;

    /** Its wording in messages. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
