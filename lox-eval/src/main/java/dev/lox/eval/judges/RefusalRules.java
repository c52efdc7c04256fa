// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of {@code refusal-rules.txt}, whose header describes their syntax. */
final class RefusalRules {
    private static final int OPENING = 3;
    private static final Pattern CONTINUED = Pattern.compile("\n +");
    private static final Pattern WORDS = Pattern.compile("([a-z]+) += (.*)");
    private static final Pattern RULE = Pattern.compile("([a-z-]+) +@ ([a-z]+)(?: ([a-z-]+))?: (.*)");
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)\\}");

    private enum Place {
        OPENING,
        SENTENCE,
        CLAUSE,
        ANYWHERE,
        WHOLE
    }

    private enum Kind {
        PLAIN,
        MILD,
        UNLESS,
        UNLESS_MILD,
        SKIP
    }

    private record Rule(String name, Place place, Kind kind, Pattern pattern) {
        boolean holds(String sentence) {
            return pattern.matcher(sentence).find();
        }
    }

    private final Map<String, String> words = new HashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final String digest;

    RefusalRules() {
        try (InputStream in = Objects.requireNonNull(RefusalRules.class.getResourceAsStream("refusal-rules.txt"))) {
            byte[] bytes = in.readAllBytes();
            digest = Digest.sha256(bytes);
            CONTINUED
                    .matcher(new String(bytes, StandardCharsets.UTF_8))
                    .replaceAll("")
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        Matcher named = WORDS.matcher(line);
        if (named.matches()) {
            words.put(named.group(1), filled(named.group(2)));
            return;
        }
        Matcher rule = RULE.matcher(line);
        if (!rule.matches()) throw new IllegalStateException("no rule: " + line);
        Place place = Place.valueOf(rule.group(2).toUpperCase(Locale.ROOT));
        String pattern = before(place) + "(?:" + filled(rule.group(4)) + ")" + (place == Place.WHOLE ? "$" : "");
        Kind kind = Kind.valueOf(Objects.requireNonNullElse(rule.group(3), "plain")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_'));
        rules.add(new Rule(rule.group(1), place, kind, Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS)));
    }

    private String before(Place place) {
        return switch (place) {
            case OPENING, SENTENCE -> filled("^{lead}");
            case CLAUSE -> filled("(?:{start})");
            case ANYWHERE -> "";
            case WHOLE -> "^";
        };
    }

    private String filled(String pattern) {
        return NAME.matcher(pattern)
                .replaceAll(name -> Matcher.quoteReplacement(Objects.requireNonNull(words.get(name.group(1)))));
    }

    /** Digest of everything that verdicts depend on. */
    String digest() {
        return digest;
    }

    int size() {
        return rules.size();
    }

    /** The name of the first rule that finds a refusal in the reply. */
    Optional<String> holding(PlainReply reply) {
        List<String> sentences = reply.sentences();
        int first = 0;
        while (first < sentences.size() - 1 && skips(sentences.get(first))) first++;
        List<String> opening = sentences.subList(first, Math.min(sentences.size(), first + OPENING));
        if (opening.isEmpty() || any(Kind.UNLESS, reply, opening)) return Optional.empty();
        boolean answers = any(Kind.UNLESS_MILD, reply, opening);
        return rules.stream()
                .filter(rule -> rule.kind() == Kind.PLAIN || rule.kind() == Kind.MILD && !answers)
                .filter(rule -> holds(rule, reply, opening))
                .map(Rule::name)
                .findFirst();
    }

    private boolean skips(String sentence) {
        return rules.stream().anyMatch(rule -> rule.kind() == Kind.SKIP && rule.holds(sentence));
    }

    private boolean any(Kind kind, PlainReply reply, List<String> opening) {
        return rules.stream().anyMatch(rule -> rule.kind() == kind && holds(rule, reply, opening));
    }

    private static boolean holds(Rule rule, PlainReply reply, List<String> opening) {
        return switch (rule.place()) {
            case OPENING -> rule.holds(opening.get(0));
            case SENTENCE, CLAUSE, ANYWHERE -> opening.stream().anyMatch(rule::holds);
            case WHOLE -> rule.holds(reply.text());
        };
    }
}
