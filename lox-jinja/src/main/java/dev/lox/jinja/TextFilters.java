// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Filters that return text. */
final class TextFilters {
    private static final String WORD_STARTS = "-({[<";

    private TextFilters() {}

    static void addTo(Map<String, Filter> all) {
        all.put("upper", of("upper", (run, text) -> Text.upper(text)));
        all.put("lower", of("lower", (run, text) -> Text.lower(text)));
        all.put("capitalize", of("capitalize", (run, text) -> Text.capitalize(text)));
        all.put("title", of("title", TextFilters::title));
        all.put("trim", TextFilters::trim);
        all.put("replace", TextFilters::replace);
        all.put("string", TextFilters::string);
        all.put("safe", TextFilters::safe);
        all.put("escape", TextFilters::escape);
        all.put("e", TextFilters::escape);
        all.put("forceescape", TextFilters::forceEscape);
        all.put("indent", TextFilters::indent);
        all.put("center", TextFilters::center);
        all.put("truncate", TextFilters::truncate);
        all.put("format", TextFilters::format);
        all.put("wordcount", TextFilters::wordCount);
    }

    private static Filter of(String name, BiFunction<Run, String, String> change) {
        return (run, input, args) -> {
            args.bind(name, 0);
            return like(input, run.checked(change.apply(run, Repr.text(run, input))));
        };
    }

    /** Safe strings stay safe. */
    private static Object like(Object input, String text) {
        return input instanceof Markup ? new Markup(text) : text;
    }

    /** Upper case after whitespace, hyphens and opening brackets, lower case elsewhere. */
    private static String title(Run run, String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean start = true;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int c = text.codePointAt(at);
            boolean separates = WORD_STARTS.indexOf(c) >= 0 || Text.isSpace(c);
            String character = Character.toString(c);
            run.spend(1);
            out.append(separates ? character : start ? Text.upper(character) : Text.lower(character));
            start = separates;
        }
        return out.toString();
    }

    private static Object trim(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("trim", 0, "chars");
        String text = Repr.text(run, input);
        if (bound.get(0) == None.NONE) return like(input, Text.stripTrailing(Text.stripLeading(text)));
        BitSet characters = Text.set(run, bound.text(0));
        return like(input, Text.stripTrailing(Text.stripLeading(text, characters), characters));
    }

    private static Object replace(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("replace", 2, "old", "new", "count");
        int most = bound.get(2) == None.NONE ? -1 : bound.integer(2, -1);
        return Text.replace(
                run, Repr.text(run, input), Repr.text(run, bound.get(0)), Repr.text(run, bound.get(1)), most);
    }

    private static Object string(Run run, Object input, Arguments args) {
        args.bind("string", 0);
        return input instanceof Markup ? input : Repr.text(run, input);
    }

    private static Object safe(Run run, Object input, Arguments args) {
        args.bind("safe", 0);
        return new Markup(Repr.text(run, input));
    }

    private static Object escape(Run run, Object input, Arguments args) {
        return input instanceof Markup ? input : forceEscape(run, input, args);
    }

    private static Object forceEscape(Run run, Object input, Arguments args) {
        args.bind("escape", 0);
        String text = Repr.text(run, input);
        run.reserve(Markup.MOST_PER_CHARACTER * text.length());
        return new Markup(Markup.escape(text));
    }

    private static String required(Object input, String filter) {
        if (input instanceof Undefined undefined) throw undefined.error();
        return Values.textOf(input)
                .orElseThrow(() ->
                        new TemplateException("filter '" + filter + "', expected a string, got " + Values.type(input)));
    }

    private static Object indent(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("indent", 0, "width", "first", "blank");
        Object width = bound.or(0, Numbers.of(4));
        String indention = Values.textOf(width).orElseGet(() -> spaces(run, bound.integer(0, 4)));
        List<String> lines = Text.lines(run, required(input, "indent") + "\n", false);
        StringBuilder out = new StringBuilder(bound.truth(1, false) ? indention : "");
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) out.append('\n');
            if (i > 0 && (bound.truth(2, false) || !lines.get(i).isEmpty())) run.emit(out, indention);
            run.emit(out, lines.get(i));
        }
        return like(input, out.toString());
    }

    static String spaces(Run run, int width) {
        run.reserve(Math.max(0, width));
        return " ".repeat(Math.max(0, width));
    }

    private static Object center(Run run, Object input, Arguments args) {
        String text = Repr.text(run, input);
        int missing = Math.max(0, args.bind("center", 0, "width").integer(0, 80) - Text.length(text));
        run.reserve((long) text.length() + missing);
        return like(input, StringMethods.centered(text, missing, " "));
    }

    private static Object truncate(Run run, Object input, Arguments args) {
        Arguments.Bound bound = args.bind("truncate", 0, "length", "killwords", "end", "leeway");
        int length = bound.integer(0, 255);
        String end = bound.text(2, "...");
        int leeway = bound.get(3) == None.NONE ? 5 : bound.integer(3, 5);
        if (length < Text.length(end) || leeway < 0)
            throw new TemplateException("truncate: length must not be less than that of the end, nor leeway negative");
        if (Values.length(input) <= (long) length + leeway) return input;
        String text = required(input, "truncate");
        run.reserve((long) text.length() + end.length());
        String cut = text.substring(0, Text.offset(text, length - Text.length(end)));
        int space = cut.lastIndexOf(' ');
        return bound.truth(1, false) || space < 0 ? cut + end : cut.substring(0, space) + end;
    }

    private static Object format(Run run, Object input, Arguments args) {
        if (!args.positional().isEmpty() && !args.named().isEmpty())
            throw new TemplateException("format takes positional or keyword arguments, not both");
        Object values = args.named().isEmpty()
                ? new Tuple(args.positional())
                : new java.util.LinkedHashMap<Object, Object>(args.named());
        return Printf.format(run, Repr.text(run, input), values);
    }

    private static Object wordCount(Run run, Object input, Arguments args) {
        args.bind("wordcount", 0);
        int words = 0;
        boolean inWord = false;
        for (int c : Repr.text(run, input).codePoints().toArray()) {
            boolean word = Character.isLetterOrDigit(c) || c == '_';
            if (word && !inWord) words++;
            inWord = word;
        }
        return Numbers.of(words);
    }

    static Optional<String> caseless(Object value) {
        return Values.textOf(value).map(Text::lower);
    }
}
