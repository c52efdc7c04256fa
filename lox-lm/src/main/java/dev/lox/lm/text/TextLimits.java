// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import dev.lox.base.InvalidInputException;

/**
 * How much text the native library may be given. Beyond it, a regular expression gives up or memory runs out, and either
 * ends the process.
 *
 * @param text the most characters
 * @param stretch the most characters in a row without a letter that a space or a line feed follows
 */
record TextLimits(long text, long stretch) {
    void check(String where, String given) {
        if (given.length() > text) throw tooLong(where, "text has " + given.length(), text);
        if (given.length() <= stretch) return;
        int start = 0;
        for (int i = 1; i <= given.length(); i++) {
            if (i < given.length() && !endsWord(given, i)) continue;
            if (i - start > stretch)
                throw tooLong(where, "text has a stretch without a word's end of " + (i - start), stretch);
            start = i;
        }
    }

    private static boolean endsWord(String given, int i) {
        char next = given.charAt(i);
        return (next == ' ' || next == '\n') && Character.isLetter(given.charAt(i - 1));
    }

    private static InvalidInputException tooLong(String where, String what, long most) {
        return new InvalidInputException(
                where + ": cannot encode (" + what + " characters, this tokenizer takes at most " + most + ")");
    }
}
