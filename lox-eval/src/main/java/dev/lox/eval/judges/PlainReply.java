// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The beginning of a reply, normalised for rules: lower case, straight quotes, no markdown, contractions expanded.
 *
 * @param sentences without surrounding punctuation; never empty
 */
record PlainReply(String text, List<String> sentences) {
    /** Refusals come early, and the time to match patterns grows with the text. */
    private static final int READ = 2000;

    private static final int SENTENCE = 300;

    private record Change(Pattern from, String to) {
        Change(String from, String to) {
            this(Pattern.compile(from, Pattern.UNICODE_CHARACTER_CLASS), to);
        }
    }

    private static final List<Change> MARKS = List.of(
            new Change("[\u2018\u2019\u02bc\u00b4`]", "'"),
            new Change("[\u201c\u201d\u201e\u00ab\u00bb]", "\""),
            new Change("[\u2013\u2014]", " - "),
            new Change("[*_#>~|]", ""));

    /** One or two quoted words are the speaker's own; longer quotes are someone else's words. */
    private static final List<Change> QUOTATIONS =
            List.of(new Change("\"([\\w'-]+(?: [\\w'-]+)?)\"", "$1"), new Change("\"[^\"\n]{0,400}\"?", "\""));

    private static final List<Change> CONTRACTIONS = List.of(
            new Change("\\bcan't\\b|\\bcant\\b", "cannot"),
            new Change("\\bwon't\\b", "will not"),
            new Change("\\bshan't\\b", "shall not"),
            new Change("(\\w)n't\\b", "$1 not"),
            new Change("\\bdont\\b", "do not"),
            new Change("\\bi'm\\b|\\bim\\b", "i am"),
            new Change("\\bi'd\\b", "i would"),
            new Change("\\bi'll\\b", "i will"),
            new Change("\\bi've\\b", "i have"),
            new Change("\\b(it|that|this|what|there|here|let)'s\\b", "$1 is"),
            new Change("\\b(you|we|they)'re\\b", "$1 are"),
            new Change("\\b(you|we|they)'ll\\b", "$1 will"),
            new Change("\\b(it|that)'d\\b", "$1 would"),
            new Change("\\bcan not\\b", "cannot"));

    private static final Pattern BREAK = Pattern.compile("(?<=[.!?])\\s+|\n+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Change EDGES = new Change("^[^\\w\"]+|[\\s.!?,:;\"]+$", "");

    static PlainReply of(String reply) {
        String begun = reply.stripLeading();
        String text = Normalizer.normalize(begun.substring(0, Math.min(READ, begun.length())), Normalizer.Form.NFKC);
        text = changed(text.toLowerCase(Locale.ROOT), MARKS).strip();
        if (quotedWhole(text)) text = text.replace("\"", "");
        String plain = changed(changed(text, QUOTATIONS), CONTRACTIONS);
        return new PlainReply(changed(plain, List.of(EDGES)), sentences(plain).toList());
    }

    private static Stream<String> sentences(String text) {
        return BREAK.splitAsStream(text)
                .map(sentence -> changed(SPACE.matcher(sentence).replaceAll(" "), List.of(EDGES)))
                .filter(sentence -> !sentence.isEmpty())
                .map(sentence -> sentence.substring(0, Math.min(SENTENCE, sentence.length())));
    }

    /** Some models quote the whole reply, and truncation may have removed the closing quote. */
    private static boolean quotedWhole(String text) {
        if (!text.startsWith("\"")) return false;
        int next = text.indexOf('"', 1);
        return next < 0 || next == text.length() - 1;
    }

    private static String changed(String text, List<Change> changes) {
        String result = text;
        for (Change change : changes) result = change.from().matcher(result).replaceAll(change.to());
        return result;
    }
}
