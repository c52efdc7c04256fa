// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit on what matching may cost where the expression or the text is untrusted: some pairs of both take exponential
 * time, or a stack as deep as the text is long.
 *
 * <p>Costs are counted in characters read. An expression that can branch without reading a character is not bounded.
 */
public final class MatchBudget {
    private long left;

    /** @param characters how many characters all matching against this budget may read, together */
    public MatchBudget(long characters) {
        this.left = characters;
    }

    /** Matching read more characters than the budget has left. */
    public static final class ExhaustedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Whether the expression matches all of {@code text}. */
    public boolean matches(Pattern pattern, String text) throws ExhaustedException {
        return spend(pattern, text, Matcher::matches);
    }

    /** Whether the expression matches somewhere in {@code text}. */
    public boolean finds(Pattern pattern, String text) throws ExhaustedException {
        return spend(pattern, text, Matcher::find);
    }

    private interface Search {
        boolean run(Matcher matcher);
    }

    private boolean spend(Pattern pattern, String text, Search search) throws ExhaustedException {
        try {
            return search.run(pattern.matcher(new Counted(text)));
        } catch (Spent | StackOverflowError e) {
            throw new ExhaustedException();
        }
    }

    private static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final class Counted implements CharSequence {
        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int i) {
            if (--left < 0) throw new Spent();
            return text.charAt(i);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return text.subSequence(from, to);
        }
    }
}
