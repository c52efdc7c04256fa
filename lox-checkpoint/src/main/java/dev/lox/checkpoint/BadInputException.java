// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller gave is wrong: every complaint at once, a line each, in the form "where: what, expected, got; remedy". */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> complaints;

    public BadInputException(String complaint) {
        this(List.of(complaint));
    }

    public BadInputException(List<String> complaints) {
        super(String.join("\n", complaints));
        this.complaints = List.copyOf(complaints);
    }

    public List<String> complaints() {
        return complaints;
    }

    /** Text from a foreign file as one short printable piece of a complaint. */
    public static String printable(@Nullable String text) {
        return HeaderParser.printable(text);
    }
}
