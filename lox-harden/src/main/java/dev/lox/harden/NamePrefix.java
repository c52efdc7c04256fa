// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.ForeignText;
import java.util.Optional;
import java.util.Set;

/**
 * What one model's tensor names begin with where another's begin otherwise: wrappers and versions of transformers put
 * prefixes before names, or move them.
 *
 * @param of of the first model's names; may be empty
 * @param other of the second's
 */
record NamePrefix(String of, String other) {
    /** Of a model's names, with the other's prefix, that the other must have. */
    private static final double MOST = 0.8;

    /** The prefixes by which nearly all names differ; empty if the models share names. */
    static Optional<NamePrefix> between(Set<String> names, Set<String> others) {
        if (names.isEmpty() || others.isEmpty() || names.stream().anyMatch(others::contains)) return Optional.empty();
        String name =
                names.stream().max((a, b) -> Long.compare(dots(a), dots(b))).orElseThrow();
        for (int at = 0; at >= 0 && at < name.length(); at = next(name, at)) {
            String tail = name.substring(at);
            for (String other : others) {
                if (!other.equals(tail) && !other.endsWith("." + tail)) continue;
                NamePrefix prefix =
                        new NamePrefix(name.substring(0, at), other.substring(0, other.length() - tail.length()));
                long mapped = names.stream()
                        .filter(n -> n.startsWith(prefix.of)
                                && others.contains(prefix.other + n.substring(prefix.of.length())))
                        .count();
                if (mapped >= MOST * names.size()) return Optional.of(prefix);
            }
        }
        return Optional.empty();
    }

    private static long dots(String name) {
        return name.chars().filter(c -> c == '.').count();
    }

    private static int next(String name, int at) {
        int dot = name.indexOf('.', at);
        return dot < 0 ? -1 : dot + 1;
    }

    /** As a message says it. */
    String words() {
        return "'" + ForeignText.printable(of) + "' and '" + ForeignText.printable(other) + "'";
    }
}
