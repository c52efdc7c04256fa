// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/** Methods of Python's strings. */
final class StringMethods {
    static final Set<String> NAMES = Set.of(
            "capitalize",
            "casefold",
            "center",
            "count",
            "encode",
            "endswith",
            "expandtabs",
            "find",
            "format",
            "format_map",
            "index",
            "isalnum",
            "isalpha",
            "isascii",
            "isdecimal",
            "isdigit",
            "isidentifier",
            "islower",
            "isnumeric",
            "isprintable",
            "isspace",
            "istitle",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "maketrans",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "translate",
            "upper",
            "zfill");

    private StringMethods() {}

    static Object call(Run run, String self, String name, Arguments args) {
        run.touch(self);
        return switch (name) {
            case "strip", "lstrip", "rstrip" -> strip(run, self, name, args);
            case "startswith", "endswith" -> startsOrEnds(run, self, name, args);
            case "split", "rsplit" -> Splitting.split(run, self, name, args);
            case "partition", "rpartition" -> Splitting.partition(run, self, name, args);
            case "find", "rfind", "index", "rindex", "count" -> find(run, self, name, args);
            case "removeprefix", "removesuffix" -> without(self, name, args);
            case "center", "ljust", "rjust", "zfill" -> padded(run, self, name, args);
            case "splitlines" -> {
                Arguments.Bound bound = args.bind(name, 0, "keepends");
                yield new ArrayList<Object>(Text.lines(run, self, bound.truth(0, false)));
            }
            case "replace" -> {
                Arguments.Bound bound = args.bind(name, 2, "old", "new", "count");
                yield Text.replace(run, self, bound.text(0), bound.text(1), bound.integer(2, -1));
            }
            case "join" -> {
                Arguments.Bound bound = args.bind(name, 1, "iterable");
                yield join(run, self, bound.get(0));
            }
            case "format" -> BraceFormat.format(run, self, args);
            default -> ofCharacters(run, self, name, args);
        };
    }

    private static Object ofCharacters(Run run, String self, String name, Arguments args) {
        args.bind(name, 0);
        return switch (name) {
            case "lower", "casefold" -> run.checked(folded(self, name));
            case "upper" -> run.checked(Text.upper(self));
            case "capitalize" -> run.checked(Text.capitalize(self));
            case "title" -> run.checked(Text.title(run, self));
            case "isspace" -> all(self, Text::isSpace);
            case "isalpha" -> all(self, Character::isLetter);
            case "isalnum" -> all(self, c -> Character.isLetter(c) || isNumeric(c));
            case "isdigit", "isdecimal" -> all(self, c -> isDigit(c, name));
            case "isnumeric" -> all(self, StringMethods::isNumeric);
            case "isascii" -> self.codePoints().allMatch(c -> c < 0x80);
            case "islower" ->
                self.codePoints().anyMatch(Text::isCased)
                        && self.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
            case "isupper" ->
                self.codePoints().anyMatch(Text::isCased)
                        && self.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
            default -> throw Methods.unsupported(self, name);
        };
    }

    private static String folded(String self, String name) {
        if (name.equals("casefold") && self.codePoints().anyMatch(c -> c >= 0x80))
            throw Methods.unsupported(self, name);
        return Text.lower(self);
    }

    private static boolean all(String self, IntPredicate test) {
        return !self.isEmpty() && self.codePoints().allMatch(test);
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static boolean isDigit(int c, String name) {
        if (name.equals("isdigit") && c >= 0x80 && isNumeric(c) && !Character.isDigit(c))
            throw Methods.unsupported("", name);
        return Character.isDigit(c);
    }

    private static String strip(Run run, String self, String name, Arguments args) {
        Arguments.Bound bound = args.bind(name, 0, "chars");
        String out = self;
        if (bound.get(0) == None.NONE) {
            if (!name.equals("rstrip")) out = Text.stripLeading(out);
            return name.equals("lstrip") ? out : Text.stripTrailing(out);
        }
        BitSet characters = Text.set(run, bound.text(0));
        if (!name.equals("rstrip")) out = Text.stripLeading(out, characters);
        return name.equals("lstrip") ? out : Text.stripTrailing(out, characters);
    }

    private static boolean startsOrEnds(Run run, String self, String name, Arguments args) {
        Arguments.Bound bound = args.bind(name, 1, "prefix", "start", "end");
        Optional<String> part = bounded(self, bound);
        List<Object> affixes = bound.get(0) instanceof Tuple tuple ? tuple.items() : List.of(bound.text(0));
        for (Object affix : affixes) {
            String text = Values.textOf(affix)
                    .orElseThrow(() -> new TemplateException(
                            name + ": a tuple of strings was expected, got " + Values.type(affix)));
            run.touch(text);
            if (part.isPresent()
                    && (name.equals("startswith")
                            ? part.get().startsWith(text)
                            : part.get().endsWith(text))) return true;
        }
        return false;
    }

    /** The part between start and end, which are arguments 1 and 2; empty if the start lies after the end. */
    private static Optional<String> bounded(String self, Arguments.Bound bound) {
        int length = Text.length(self);
        int from = bound.get(1) == None.NONE ? 0 : within(bound.integer(1, 0), length);
        int to = bound.get(2) == None.NONE ? length : Math.min(length, within(bound.integer(2, 0), length));
        return from > to
                ? Optional.empty()
                : Optional.of(self.substring(Text.offset(self, from), Text.offset(self, to)));
    }

    private static int within(int i, int length) {
        return i < 0 ? Math.max(0, i + length) : i;
    }

    private static Object find(Run run, String self, String name, Arguments args) {
        Arguments.Bound bound = args.bind(name, 1, "sub", "start", "end");
        String part = bound.text(0);
        Optional<String> within = bounded(self, bound);
        if (name.equals("count"))
            return Numbers.of(
                    within.map(w -> Text.count(run, w, part, Integer.MAX_VALUE)).orElse(0));
        int from = bound.get(1) == None.NONE ? 0 : within(bound.integer(1, 0), Text.length(self));
        boolean last = name.startsWith("r");
        int at = within.map(w -> position(run, w, part, last)).orElse(-1);
        if (at < 0 && name.endsWith("index")) throw new TemplateException("substring not found");
        return Numbers.of(at < 0 ? -1 : from + at);
    }

    private static int position(Run run, String text, String part, boolean last) {
        int at = last
                ? Search.backward(run, part).next(text, text.length())
                : Search.forward(run, part).next(text, 0);
        return at < 0 ? -1 : text.codePointCount(0, at);
    }

    private static String without(String self, String name, Arguments args) {
        String affix = args.bind(name, 1, "affix").text(0);
        if (name.equals("removeprefix")) return self.startsWith(affix) ? self.substring(affix.length()) : self;
        return self.endsWith(affix) ? self.substring(0, self.length() - affix.length()) : self;
    }

    private static String padded(Run run, String self, String name, Arguments args) {
        boolean zeros = name.equals("zfill");
        Arguments.Bound bound = zeros ? args.bind(name, 1, "width") : args.bind(name, 1, "width", "fillchar");
        String fill = zeros ? "0" : bound.text(1, " ");
        if (Text.length(fill) != 1) throw new TemplateException(name + ": the fill character must be one character");
        int missing = Math.max(0, bound.integer(0, 0) - Text.length(self));
        run.reserve((long) self.length() + (long) missing * fill.length());
        if (zeros) {
            String sign = self.startsWith("-") || self.startsWith("+") ? self.substring(0, 1) : "";
            return sign + fill.repeat(missing) + self.substring(sign.length());
        }
        if (name.equals("ljust")) return self + fill.repeat(missing);
        if (name.equals("rjust")) return fill.repeat(missing) + self;
        return centered(self, missing, fill);
    }

    static String centered(String text, int missing, String fill) {
        int width = missing + Text.length(text);
        int left = missing / 2 + (missing & width & 1);
        return fill.repeat(left) + text + fill.repeat(missing - left);
    }

    private static String join(Run run, String separator, Object items) {
        StringBuilder out = new StringBuilder();
        Iterator<Object> each = Values.iterate(run, items);
        for (boolean first = true; each.hasNext(); first = false) {
            Object item = each.next();
            if (!first) run.emit(out, separator);
            run.emit(
                    out,
                    Values.textOf(item)
                            .orElseThrow(
                                    () -> new TemplateException("join: expected strings, got " + Values.type(item))));
        }
        return out.toString();
    }
}
