// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import org.jspecify.annotations.Nullable;

/** Text from files and servers nobody vouches for. */
public final class ForeignText {
    private ForeignText() {}

    /** One short piece of a line: nothing that moves a cursor, 120 characters at most. */
    public static String printable(@Nullable String text) {
        return HeaderParser.printable(text);
    }

    /** Whether all of it can be seen: no control, format or lone surrogate characters. */
    public static boolean isPrintable(String text) {
        return text.codePoints().allMatch(HeaderParser::isPrintable);
    }
}
