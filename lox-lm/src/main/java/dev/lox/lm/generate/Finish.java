// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import java.util.Locale;

/** Why a completion ended. */
public enum Finish {
    /** An end token, or what the stop rule looks for. */
    STOP,
    /** As many tokens as were asked for, or as the model's context holds. */
    LENGTH;

    /** As files and protocols write it: {@code stop}, {@code length}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
