// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Python's {@code split}, {@code rsplit}, {@code partition} and {@code rpartition}. */
final class Splitting {
    private Splitting() {}

    static List<Object> split(Run run, String self, String name, Arguments args) {
        Arguments.Bound bound = args.bind(name, 0, "sep", "maxsplit");
        int most = bound.integer(1, -1);
        int limit = most < 0 ? Integer.MAX_VALUE : most;
        boolean fromEnd = name.equals("rsplit");
        List<Object> parts;
        if (bound.get(0) == None.NONE) parts = fromEnd ? wordsFromEnd(self, limit) : words(self, limit);
        else if (bound.text(0).isEmpty()) throw new TemplateException(name + ": empty separator");
        else parts = fromEnd ? byFromEnd(self, bound.text(0), limit) : by(self, bound.text(0), limit);
        run.elements(parts.size());
        return parts;
    }

    private static List<Object> by(String self, String separator, int most) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = self.indexOf(separator); at >= 0 && parts.size() < most; at = self.indexOf(separator, from)) {
            parts.add(self.substring(from, at));
            from = at + separator.length();
        }
        parts.add(self.substring(from));
        return parts;
    }

    private static List<Object> byFromEnd(String self, String separator, int most) {
        List<Object> parts = new ArrayList<>();
        int to = self.length();
        while (parts.size() < most) {
            int at = self.lastIndexOf(separator, to - separator.length());
            if (at < 0 || to < separator.length()) break;
            parts.add(self.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(self.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    private static List<Object> words(String self, int most) {
        List<Object> parts = new ArrayList<>();
        String rest = Text.stripLeading(self);
        int from = 0;
        while (from < rest.length() && parts.size() < most) {
            int to = from;
            while (to < rest.length() && !Text.isSpace(rest.charAt(to))) to++;
            parts.add(rest.substring(from, to));
            from = to;
            while (from < rest.length() && Text.isSpace(rest.charAt(from))) from++;
        }
        // What is left over keeps the space after it.
        if (from < rest.length()) parts.add(rest.substring(from));
        return parts;
    }

    private static List<Object> wordsFromEnd(String self, int most) {
        List<Object> parts = new ArrayList<>();
        String rest = Text.stripTrailing(self);
        int to = rest.length();
        while (to > 0 && parts.size() < most) {
            int from = to;
            while (from > 0 && !Text.isSpace(rest.charAt(from - 1))) from--;
            parts.add(rest.substring(from, to));
            to = from;
            while (to > 0 && Text.isSpace(rest.charAt(to - 1))) to--;
        }
        // What is left over keeps the space before it.
        if (to > 0) parts.add(rest.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    static Tuple partition(String self, String name, Arguments args) {
        String separator = args.bind(name, 1, "sep").text(0);
        if (separator.isEmpty()) throw new TemplateException(name + ": empty separator");
        boolean first = name.equals("partition");
        int at = first ? self.indexOf(separator) : self.lastIndexOf(separator);
        if (at < 0) return first ? Tuple.of(self, "", "") : Tuple.of("", "", self);
        return Tuple.of(self.substring(0, at), separator, self.substring(at + separator.length()));
    }
}
