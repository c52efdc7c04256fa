// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A model of a study, or a way to make the aligned model withstand an attack.
 *
 * @param words how it is made, for people
 * @param rank of a study of ranks: directions of the alignment delta that it has, 0 for the base model; null where it has all
 *     of the delta, and in other studies
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VariantInfo(
        String name,
        VariantKind kind,
        String words,
        @Nullable Integer rank) {
    /** A variant of no particular rank. */
    public static VariantInfo of(String name, VariantKind kind, String words) {
        return new VariantInfo(name, kind, words, null);
    }
}
