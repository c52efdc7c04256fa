// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** Python's strings: sequences of code points, with Python's notions of whitespace and lines. */
final class Text {
    private Text() {}

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The char index of a code point. */
    static int offset(String text, int codePoint) {
        return text.offsetByCodePoints(0, codePoint);
    }

    static Iterator<Object> characters(String text) {
        return text.codePoints().<Object>mapToObj(Character::toString).iterator();
    }

    static boolean isSpace(int c) {
        return c >= '\t' && c <= '\r' || c >= 0x1c && c <= ' ' || c == 0x85 || c > 0x7f && Character.isSpaceChar(c);
    }

    static boolean isPrintable(int c) {
        if (c == ' ') return true;
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    static String stripLeading(String text) {
        int at = 0;
        while (at < text.length() && isSpace(text.charAt(at))) at++;
        return text.substring(at);
    }

    static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) end--;
        return text.substring(0, end);
    }

    static String stripLeading(String text, BitSet characters) {
        int at = 0;
        while (at < text.length() && characters.get(text.codePointAt(at)))
            at += Character.charCount(text.codePointAt(at));
        return text.substring(at);
    }

    static String stripTrailing(String text, BitSet characters) {
        int end = text.length();
        while (end > 0 && characters.get(text.codePointBefore(end)))
            end -= Character.charCount(text.codePointBefore(end));
        return text.substring(0, end);
    }

    /** The characters of a text as a set. */
    static BitSet set(Run run, String text) {
        run.touch(text);
        return text.codePoints().collect(BitSet::new, BitSet::set, BitSet::or);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String capitalize(String text) {
        if (text.isEmpty()) return text;
        int first = text.codePointAt(0);
        String rest = text.substring(Character.charCount(first));
        return titleCase(first) + lower(rest);
    }

    /** Title case for letters that do not follow a letter, lower case for others. */
    static String title(Run run, String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean inWord = false;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            run.spend(1);
            out.append(inWord ? lower(Character.toString(c)) : titleCase(c));
            inWord = isCased(c);
        }
        return out.toString();
    }

    private static String titleCase(int c) {
        int title = Character.toTitleCase(c);
        return title == c || title == Character.toUpperCase(c) ? titleOfMany(c) : Character.toString(title);
    }

    /** Letters such as the German sharp s become two letters, of which only the first is upper case. */
    private static String titleOfMany(int c) {
        String upper = upper(Character.toString(c));
        int first = Character.charCount(upper.codePointAt(0));
        return upper.substring(0, first) + lower(upper.substring(first));
    }

    static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    private static boolean isLineEnd(char c) {
        return c >= '\n' && c <= '\r' || c >= 0x1c && c <= 0x1e || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    static List<String> lines(Run run, String text, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            if (!isLineEnd(text.charAt(at))) continue;
            int end = at;
            if (text.startsWith("\r\n", at)) at++;
            run.elements(1);
            lines.add(text.substring(from, keepEnds ? at + 1 : end));
            from = at + 1;
        }
        if (from < text.length()) lines.add(text.substring(from));
        return lines;
    }

    /** Compares by code points; Java compares chars, which sorts supplementary characters too early. */
    static int compare(String a, String b) {
        int at = 0;
        int end = Math.min(a.length(), b.length());
        while (at < end && a.charAt(at) == b.charAt(at)) at++;
        if (at == end) return Integer.compare(a.length(), b.length());
        if (at > 0 && Character.isHighSurrogate(a.charAt(at - 1))) at--;
        return Integer.compare(a.codePointAt(at), b.codePointAt(at));
    }

    /** @param most maximum number of replacements; negative for all */
    static String replace(Run run, String text, String old, String with, int most) {
        int found = count(run, text, old, most < 0 ? Integer.MAX_VALUE : most);
        Search search = Search.forward(run, old);
        run.reserve(text.length() + (long) found * Math.max(0, with.length() - old.length()));
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int i = 0; i < found; i++) {
            int next = old.isEmpty() && i > 0 ? text.offsetByCodePoints(at, 1) : search.next(text, at);
            out.append(text, at, next).append(with);
            at = next + old.length();
        }
        return out.append(text, at, text.length()).toString();
    }

    static int count(Run run, String text, String part, int most) {
        if (part.isEmpty()) return Math.min(most, length(text) + 1);
        Search search = Search.forward(run, part);
        int found = 0;
        for (int at = search.next(text, 0); at >= 0 && found < most; at = search.next(text, at + part.length()))
            found++;
        return found;
    }
}
