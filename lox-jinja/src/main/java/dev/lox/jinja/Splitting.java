// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

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
        if (bound.get(0) == None.NONE) return fromEnd ? wordsFromEnd(run, self, limit) : words(run, self, limit);
        if (bound.text(0).isEmpty()) throw new TemplateException(name + ": empty separator");
        return fromEnd ? byFromEnd(run, self, bound.text(0), limit) : by(run, self, bound.text(0), limit);
    }

    private static List<Object> by(Run run, String self, String separator, int most) {
        List<Object> parts = new ArrayList<>();
        Search search = Search.forward(run, separator);
        int from = 0;
        for (int at = search.next(self, 0); at >= 0 && parts.size() < most; at = search.next(self, from)) {
            run.elements(1);
            parts.add(self.substring(from, at));
            from = at + separator.length();
        }
        parts.add(self.substring(from));
        return parts;
    }

    private static List<Object> byFromEnd(Run run, String self, String separator, int most) {
        List<Object> parts = new ArrayList<>();
        Search search = Search.backward(run, separator);
        int to = self.length();
        while (parts.size() < most) {
            int at = search.next(self, to);
            if (at < 0) break;
            run.elements(1);
            parts.add(self.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(self.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    private static List<Object> words(Run run, String self, int most) {
        List<Object> parts = new ArrayList<>();
        String rest = Text.stripLeading(self);
        int from = 0;
        while (from < rest.length() && parts.size() < most) {
            run.elements(1);
            int to = from;
            while (to < rest.length() && !Text.isSpace(rest.charAt(to))) to++;
            parts.add(rest.substring(from, to));
            from = to;
            while (from < rest.length() && Text.isSpace(rest.charAt(from))) from++;
        }
        // The remainder keeps its trailing space.
        if (from < rest.length()) parts.add(rest.substring(from));
        return parts;
    }

    private static List<Object> wordsFromEnd(Run run, String self, int most) {
        List<Object> parts = new ArrayList<>();
        String rest = Text.stripTrailing(self);
        int to = rest.length();
        while (to > 0 && parts.size() < most) {
            run.elements(1);
            int from = to;
            while (from > 0 && !Text.isSpace(rest.charAt(from - 1))) from--;
            parts.add(rest.substring(from, to));
            to = from;
            while (to > 0 && Text.isSpace(rest.charAt(to - 1))) to--;
        }
        // The remainder keeps its leading space.
        if (to > 0) parts.add(rest.substring(0, to));
        Collections.reverse(parts);
        return parts;
    }

    static Tuple partition(Run run, String self, String name, Arguments args) {
        String separator = args.bind(name, 1, "sep").text(0);
        if (separator.isEmpty()) throw new TemplateException(name + ": empty separator");
        boolean first = name.equals("partition");
        int at = first
                ? Search.forward(run, separator).next(self, 0)
                : Search.backward(run, separator).next(self, self.length());
        if (at < 0) return first ? Tuple.of(self, "", "") : Tuple.of("", "", self);
        return Tuple.of(self.substring(0, at), separator, self.substring(at + separator.length()));
    }
}
