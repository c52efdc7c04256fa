// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tensors are changed.
 *
 * @param include if not empty, only tensors in whose names one of these patterns is found
 * @param exclude no tensor in whose name one of these patterns is found
 */
public record Selection(List<Pattern> include, List<Pattern> exclude) {
    /** Every tensor. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    public Selection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Adds the patterns to recorded options, as lists. */
    void describe(ObjectNode options) {
        include.stream().map(Pattern::pattern).forEach(options.withArray("include")::add);
        exclude.stream().map(Pattern::pattern).forEach(options.withArray("exclude")::add);
    }

    /** Whether a tensor of this name is changed. */
    public boolean selects(String tensor) {
        return (include.isEmpty()
                        || include.stream().anyMatch(p -> p.matcher(tensor).find()))
                && exclude.stream().noneMatch(p -> p.matcher(tensor).find());
    }
}
