// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a completion ended. */
public enum Finish {
    /** An end token, or the stop rule. */
    STOP,
    /** The requested number of tokens, or the end of the model's context. */
    LENGTH;

    /** Its name in files and protocols: {@code stop}, {@code length}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with this label; empty if there is none. */
    public static Optional<Finish> of(String label) {
        return Arrays.stream(values()).filter(f -> f.label().equals(label)).findFirst();
    }
}
