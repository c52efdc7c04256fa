// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tensors are changed.
 *
 * @param include if any are given, only those whose names one of these finds
 * @param exclude none whose names one of these finds
 */
public record Selection(List<Pattern> include, List<Pattern> exclude) {
    public static final Selection ALL = new Selection(List.of(), List.of());

    public Selection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public boolean selects(String tensor) {
        return (include.isEmpty()
                        || include.stream().anyMatch(p -> p.matcher(tensor).find()))
                && exclude.stream().noneMatch(p -> p.matcher(tensor).find());
    }
}
