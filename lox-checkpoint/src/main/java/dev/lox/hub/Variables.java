// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import dev.lox.base.InvalidInputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Environment variables. Empty ones count as not set. */
record Variables(Map<String, String> values) {
    private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\w+)|\\{([^}]*)})");

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    /** A path in which {@code ~} and {@code $NAME} are expanded as in Python. */
    Optional<Path> path(String name) {
        return text(name).map(text -> {
            String known = REFERENCE.matcher(text).replaceAll(r -> Matcher.quoteReplacement(value(r)));
            try {
                if (known.equals("~")) return userHome();
                return known.startsWith("~/") ? userHome().resolve(known.substring(2)) : Path.of(known);
            } catch (InvalidPathException e) {
                throw new InvalidInputException(name + ": expected a path, got " + text);
            }
        });
    }

    private String value(MatchResult reference) {
        String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
        return values.getOrDefault(name, reference.group());
    }

    /** HOME, as in huggingface_hub. In a container it may differ from the user's entry in the user database. */
    Path userHome() {
        return Path.of(text("HOME").or(() -> text("USERPROFILE")).orElse(System.getProperty("user.home")));
    }
}
