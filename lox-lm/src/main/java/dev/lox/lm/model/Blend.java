// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A model whose every weight is the sum Σ c·W of those of several models. It is formed while it is loaded, and stored
 * nowhere.
 *
 * @param terms config, tokenizer and all that is no weight are those of the first
 */
public record Blend(List<Term> terms) {
    /**
     * One model of a blend.
     *
     * @param coefficient what its weights are multiplied by; 0 leaves them out
     */
    public record Term(Path folder, double coefficient) {
        public Term {
            if (!Double.isFinite(coefficient)) throw new IllegalArgumentException(folder + " times " + coefficient);
        }
    }

    public Blend {
        terms = List.copyOf(terms);
        if (terms.stream().allMatch(t -> t.coefficient() == 0))
            throw new IllegalArgumentException("a blend of nothing");
    }

    /** One model as it is. */
    public static Blend of(Path folder) {
        return new Blend(List.of(new Term(folder, 1)));
    }

    /** Where config and tokenizer are. */
    public Path folder() {
        return terms.get(0).folder();
    }
}
