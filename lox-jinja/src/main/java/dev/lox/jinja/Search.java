// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

/**
 * Finds a text in another in linear time (Knuth, Morris and Pratt). {@code String.indexOf} can take the product of both
 * lengths, which is hours for the texts that a template may create.
 */
final class Search {
    private final Run run;
    private final String part;
    private final boolean backward;

    /** For each beginning of the part, the length of its longest proper beginning that is also its end. */
    private final int[] borders;

    private Search(Run run, String part, boolean backward) {
        this.run = run;
        this.part = part;
        this.backward = backward;
        this.borders = new int[part.length()];
        run.touch(part);
        for (int i = 1, matched = 0; i < borders.length; i++) borders[i] = matched = extended(matched, at(part, i));
    }

    static Search forward(Run run, String part) {
        return new Search(run, part, false);
    }

    static Search backward(Run run, String part) {
        return new Search(run, part, true);
    }

    /**
     * The index of the next occurrence, or -1.
     *
     * @param from forward, where it may begin at the earliest; backward, where it may end at the latest
     */
    int next(String text, int from) {
        if (part.isEmpty()) return from;
        int begin = backward ? text.length() - from : from;
        for (int i = begin, matched = 0; i < text.length(); i++) {
            matched = extended(matched, at(text, i));
            if (matched < part.length()) continue;
            run.spend(i + 1L - begin);
            return backward ? text.length() - i - 1 : i + 1 - matched;
        }
        run.spend(text.length() - begin);
        return -1;
    }

    private int extended(int matched, char next) {
        int length = matched;
        while (length > 0 && (length == part.length() || at(part, length) != next)) length = borders[length - 1];
        return at(part, length) == next ? length + 1 : length;
    }

    private char at(String text, int i) {
        return text.charAt(backward ? text.length() - 1 - i : i);
    }
}
