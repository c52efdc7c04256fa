// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads a regular expression of the native library's dialect for its cost.
 *
 * <p>What refers to groups, moves the start of a match or sets options for the rest of the pattern is refused: nothing
 * bounds its cost.
 */
final class PatternReader {
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_REPEATS = 1000;
    private static final String PLACES = "bBAzZ";
    private static final String LETTERS = "sSdDwWhHrntfvae" + PLACES;

    private final String pattern;
    private int at;
    private int depth;

    private PatternReader(String pattern) {
        this.pattern = pattern;
    }

    /** Throws IllegalArgumentException with the reason, a clause whose subject is the pattern, where it is refused. */
    static PatternCost cost(String pattern) {
        if (pattern.length() > MAX_LENGTH)
            throw new IllegalArgumentException("is longer than " + MAX_LENGTH + " characters");
        PatternReader reader = new PatternReader(pattern);
        PatternCost cost = reader.choice();
        if (reader.at < pattern.length()) throw reader.unsupported("a parenthesis that closes no group");
        return cost;
    }

    private PatternCost choice() {
        deeper();
        List<PatternCost> branches = new ArrayList<>();
        do branches.add(sequence());
        while (accept("|"));
        depth--;
        return branches.size() == 1 ? branches.get(0) : PatternCost.oneOf(branches);
    }

    private PatternCost sequence() {
        Deque<PatternCost> parts = new ArrayDeque<>();
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') parts.push(repeated());
        PatternCost rest = PatternCost.NOTHING;
        for (PatternCost part : parts) rest = part.then(rest);
        return rest;
    }

    private PatternCost atom() {
        char c = pattern.charAt(at++);
        if (c == '(') return group();
        if (c == '[') skipClass();
        if (c == '\\') return escape();
        if ("*+?{".indexOf(c) >= 0) throw unsupported("a repetition of nothing or of another repetition");
        if (Character.isHighSurrogate(c)) at++;
        return c == '^' || c == '$' ? PatternCost.PLACE : PatternCost.CHARACTER;
    }

    private PatternCost group() {
        if (accept("?=") || accept("?!")) return closed().looking();
        if (accept("?>")) return closed().atomic();
        if (accept("?<=") || accept("?<!")) {
            PatternCost behind = closed();
            if (behind.repeats()) throw unsupported("a repetition in a look-behind");
            return behind.looking();
        }
        if (accept("?:") || accept("?i:") || !pattern.startsWith("?", at) && !pattern.startsWith("*", at))
            return closed();
        throw unsupported("an unsupported kind of group");
    }

    private PatternCost closed() {
        PatternCost inner = choice();
        if (!accept(")")) throw unsupported("a group that is not closed");
        return inner;
    }

    private PatternCost escape() {
        if (at == pattern.length()) throw unsupported("a backslash at its end");
        char c = pattern.charAt(at++);
        if (c == 'p' || c == 'P' || (c == 'x' || c == 'u') && pattern.startsWith("{", at)) {
            int end = pattern.indexOf('}', at);
            if (!accept("{") || end < 0) throw unsupported("a property without braces");
            at = end + 1;
        } else if (c == 'x' || c == 'u') {
            at = Math.min(pattern.length(), at + (c == 'x' ? 2 : 4));
        } else if (c < 128 && Character.isLetterOrDigit(c) && LETTERS.indexOf(c) < 0) {
            throw unsupported("the unsupported escape \\" + c);
        }
        return PLACES.indexOf(c) < 0 ? PatternCost.CHARACTER : PatternCost.PLACE;
    }

    /** Whatever a class holds, it takes one character. */
    private void skipClass() {
        deeper();
        accept("^");
        if (accept("]")) throw unsupported("a class that begins with a closing bracket");
        while (!accept("]")) {
            if (at == pattern.length()) throw unsupported("a class that is not closed");
            char c = pattern.charAt(at++);
            if (c == '[') skipClass();
            if (c == '\\') escape();
        }
        depth--;
    }

    private PatternCost repeated() {
        PatternCost once = atom();
        if (accept("{")) {
            if (pattern.startsWith("}", at) || pattern.startsWith(",}", at)) throw unsupported("an empty repetition");
            int least = number(0);
            int most = accept(",") ? number(Integer.MAX_VALUE) : least;
            if (!accept("}") || least > most) throw unsupported("a brace that begins no repetition");
            // After a fixed number of repetitions, a question mark makes them optional.
            if (least < most) accept("?");
            return once.times(least, most);
        }
        PatternCost loop;
        if (accept("*")) loop = once.times(0, Integer.MAX_VALUE);
        else if (accept("+")) loop = once.times(1, Integer.MAX_VALUE);
        else if (accept("?")) loop = once.times(0, 1);
        else return once;
        if (accept("+")) return loop.atomic();
        accept("?");
        return loop;
    }

    private int number(int otherwise) {
        int start = at;
        while (at < pattern.length() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') at++;
        if (start == at) return otherwise;
        if (at - start > 4 || Integer.parseInt(pattern.substring(start, at)) > MAX_REPEATS)
            throw unsupported("more than " + MAX_REPEATS + " repetitions");
        return Integer.parseInt(pattern.substring(start, at));
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) throw unsupported("groups more than " + MAX_DEPTH + " deep");
    }

    private boolean accept(String text) {
        boolean found = pattern.startsWith(text, at);
        if (found) at += text.length();
        return found;
    }

    private IllegalArgumentException unsupported(String what) {
        return new IllegalArgumentException("has " + what + " (character " + at + ")");
    }
}
