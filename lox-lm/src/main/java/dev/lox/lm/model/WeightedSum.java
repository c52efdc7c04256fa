// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A model whose weights are sums Σ c·W over several models. The sums are formed while loading and never stored.
 *
 * @param terms config, tokenizer and everything else but the weights come from the first
 */
public record WeightedSum(List<Term> terms) {
    /**
     * One model of the sum.
     *
     * @param coefficient factor on its weights; 0 leaves them out
     */
    public record Term(Path folder, double coefficient) {
        public Term {
            if (!Double.isFinite(coefficient)) throw new IllegalArgumentException(folder + " times " + coefficient);
        }
    }

    public WeightedSum {
        terms = List.copyOf(terms);
        if (terms.stream().allMatch(t -> t.coefficient() == 0))
            throw new IllegalArgumentException("a weighted sum of nothing");
    }

    /** One model as it is. */
    public static WeightedSum of(Path folder) {
        return new WeightedSum(List.of(new Term(folder, 1)));
    }

    /** The folder of config and tokenizer. */
    public Path folder() {
        return terms.get(0).folder();
    }
}
