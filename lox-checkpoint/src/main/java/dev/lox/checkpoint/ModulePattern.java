// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A key of {@code rank_pattern} or {@code alpha_pattern}: a regular expression for a module's path or a tail of it after
 * a dot, as PEFT matches it ({@code re.match(rf"(.*\.)?({key})$", module)}).
 *
 * <p>The sets of places where a part can end are followed instead of one place at a time, as java.util.regex does it: that
 * one takes exponential time for some expressions, and does not even look at the text meanwhile. Back references, flags
 * and look-behind are not known here, and refused.
 */
final class ModulePattern {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_STEPS = 100_000;
    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");

    private interface Part {
        /** Where the part can end that starts at one of {@code from}. */
        BitSet ends(Run run, BitSet from);
    }

    private static final class Run {
        private final String text;
        private int steps;

        Run(String text) {
            this.text = text;
        }

        BitSet ends(Part part, BitSet from) {
            if (++steps > MAX_STEPS) throw new ArithmeticException("too many steps");
            return from.isEmpty() ? from : part.ends(this, from);
        }
    }

    private final String key;
    private final Part root;
    private int at;
    private int depth;

    private ModulePattern(String key) {
        this.key = key;
        this.root = choice();
        if (at < key.length()) throw bad("unbalanced )");
    }

    /**
     * @throws PatternSyntaxException if the key is no regular expression, or one of the kinds not known here
     */
    static ModulePattern of(String key) {
        return new ModulePattern(key);
    }

    /**
     * @throws ArithmeticException if that takes too many steps
     */
    boolean matches(String module) {
        BitSet starts = new BitSet();
        starts.set(0);
        for (int i = module.indexOf('.'); i >= 0; i = module.indexOf('.', i + 1)) starts.set(i + 1);
        return new Run(module).ends(root, starts).get(module.length());
    }

    @Override
    public String toString() {
        return key;
    }

    private Part choice() {
        if (++depth > MAX_DEPTH) throw bad("nested too deep");
        List<Part> options = new ArrayList<>();
        do options.add(sequence());
        while (accept('|'));
        depth--;
        if (options.size() == 1) return options.get(0);
        return (run, from) -> {
            BitSet ends = new BitSet();
            for (Part p : options) ends.or(run.ends(p, from));
            return ends;
        };
    }

    private Part sequence() {
        List<Part> parts = new ArrayList<>();
        while (at < key.length() && key.charAt(at) != '|' && key.charAt(at) != ')') parts.add(repeated(atom()));
        return (run, from) -> {
            BitSet ends = from;
            for (Part p : parts) ends = run.ends(p, ends);
            return ends;
        };
    }

    private Part repeated(Part part) {
        Part repeated = part;
        Matcher count = COUNT.matcher(key).region(at, key.length());
        if (accept('*')) repeated = repeat(part, 0, Integer.MAX_VALUE);
        else if (accept('+')) repeated = repeat(part, 1, Integer.MAX_VALUE);
        else if (accept('?')) repeated = repeat(part, 0, 1);
        else if (count.lookingAt()) {
            at = count.end();
            int min = Integer.parseInt(count.group(1));
            String upper = count.group(3);
            int max = upper == null ? min : upper.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(upper);
            if (max < min) throw bad("reversed count");
            repeated = repeat(part, min, max);
        } else return part;
        // Lazy or not makes no difference to whether there is a match.
        accept('?');
        return repeated;
    }

    private static Part repeat(Part part, int min, int max) {
        return (run, from) -> {
            // A longer run than the text has some round that matched nothing, so more of them change nothing.
            int enough = run.text.length() + 1;
            BitSet ends = from;
            for (int i = Math.min(min, enough); i > 0 && !ends.isEmpty(); i--) ends = run.ends(part, ends);
            BitSet all = (BitSet) ends.clone();
            for (int i = Math.min(max - min, enough); i > 0 && !ends.isEmpty(); i--) {
                BitSet next = (BitSet) run.ends(part, ends).clone();
                next.andNot(all);
                all.or(next);
                ends = next;
            }
            return all;
        };
    }

    private Part atom() {
        char c = key.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> one(set());
            case '.' -> one(x -> x != '\n');
            case '^' -> place(0);
            case '$' -> place(-1);
            case '\\' -> one(escape());
            case '*', '+', '?', '{' -> throw bad("nothing to repeat");
            default -> one(x -> x == c);
        };
    }

    private Part group() {
        boolean ahead = key.startsWith("?=", at);
        boolean not = key.startsWith("?!", at);
        if (ahead || not || key.startsWith("?:", at)) at += 2;
        Part inner = choice();
        if (!accept(')')) throw bad("missing )");
        if (!ahead && !not) return inner;
        return (run, from) -> {
            BitSet kept = new BitSet();
            for (int p = from.nextSetBit(0); p >= 0; p = from.nextSetBit(p + 1))
                kept.set(p, run.ends(inner, only(p)).isEmpty() == not);
            return kept;
        };
    }

    private static BitSet only(int place) {
        BitSet set = new BitSet();
        set.set(place);
        return set;
    }

    private static Part one(IntPredicate test) {
        return (run, from) -> {
            BitSet ends = new BitSet();
            for (int p = from.nextSetBit(0); p >= 0 && p < run.text.length(); p = from.nextSetBit(p + 1))
                ends.set(p + 1, test.test(run.text.charAt(p)));
            return ends;
        };
    }

    private static Part place(int which) {
        return (run, from) -> {
            int place = which == 0 ? 0 : run.text.length();
            return from.get(place) ? only(place) : new BitSet();
        };
    }

    /** What follows a backslash: a kind of character, or the character itself. */
    private IntPredicate escape() {
        if (at == key.length()) throw bad("ends in a backslash");
        char c = key.charAt(at++);
        return switch (c) {
            case 'd' -> Character::isDigit;
            case 'D' -> x -> !Character.isDigit(x);
            case 's' -> Character::isWhitespace;
            case 'S' -> x -> !Character.isWhitespace(x);
            case 'w' -> x -> Character.isLetterOrDigit(x) || x == '_';
            case 'W' -> x -> !Character.isLetterOrDigit(x) && x != '_';
            default -> {
                if (Character.isLetterOrDigit(c)) throw bad("unknown escape");
                yield x -> x == c;
            }
        };
    }

    /** What stands in brackets; a closing one at the start is a member. */
    private IntPredicate set() {
        boolean not = accept('^');
        IntPredicate members = x -> false;
        for (boolean first = true; first || !accept(']'); first = false) {
            if (at == key.length()) throw bad("missing ]");
            boolean kind = key.charAt(at) == '\\' && at + 1 < key.length() && Character.isLetter(key.charAt(at + 1));
            if (kind) at++;
            IntPredicate ofKind = kind ? escape() : x -> false;
            char low = kind ? 0 : member();
            boolean range = key.startsWith("-", at) && !key.startsWith("-]", at);
            if (range) at++;
            char high = range ? member() : low;
            if (range && (kind || high < low)) throw bad("bad range");
            members = members.or(kind ? ofKind : x -> low <= x && x <= high);
        }
        return not ? members.negate() : members;
    }

    private char member() {
        if (accept('\\') && at < key.length() && Character.isLetterOrDigit(key.charAt(at))) throw bad("unknown escape");
        if (at == key.length()) throw bad("missing ]");
        return key.charAt(at++);
    }

    private boolean accept(char c) {
        boolean there = at < key.length() && key.charAt(at) == c;
        if (there) at++;
        return there;
    }

    private PatternSyntaxException bad(String what) {
        return new PatternSyntaxException(what, key, at);
    }
}
