// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.MatchBudget;
import dev.lox.base.Setting;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tensors are changed.
 *
 * @param include if not empty, only tensors in whose names one of these patterns is found
 * @param exclude no tensor in whose name one of these patterns is found
 */
public record Selection(List<Pattern> include, List<Pattern> exclude) {
    /** Characters that one search may read. A name has some fifty; a search for a plain expression reads each a few times. */
    private static final long MAX_LOOKS = 100_000;

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

    /**
     * Whether a tensor of this name is changed.
     *
     * @throws InvalidInputException if matching takes too long: some expressions take exponential time on some names
     */
    public boolean selects(String tensor) {
        return (include.isEmpty() || anyFinds("include", include, tensor)) && !anyFinds("exclude", exclude, tensor);
    }

    private static boolean anyFinds(String setting, List<Pattern> patterns, String tensor) {
        for (Pattern pattern : patterns)
            try {
                if (new MatchBudget(MAX_LOOKS).finds(pattern, tensor)) return true;
            } catch (MatchBudget.ExhaustedException e) {
                throw new InvalidInputException(
                        "%s: takes too long to search in the tensor name %s; simplify %s",
                        Setting.of(setting),
                        ForeignText.printable(tensor.length() > 80 ? tensor.substring(0, 80) + "..." : tensor),
                        pattern);
            }
        return false;
    }
}
