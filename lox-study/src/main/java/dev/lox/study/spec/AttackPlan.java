// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import dev.lox.lm.recipe.Recipe;
import java.util.List;

/**
 * A fine-tuning.
 *
 * @param recipeName as it was asked for
 * @param recipe with what was put in place of its values
 * @param data what it learns from; {@code {seed}} in it stands for the seed, where each has rows of its own
 * @param seeds of the order of rows, one run each
 * @param along steps between the models that are looked at on the way; 0 for none
 */
public record AttackPlan(String name, String recipeName, Recipe recipe, String data, List<Long> seeds, int along) {
    public AttackPlan {
        seeds = List.copyOf(seeds);
    }

    /** What it learns from with one seed. */
    public String data(long seed) {
        return data.replace("{seed}", Long.toString(seed));
    }

    /** Whether its seeds make a difference. */
    boolean isSeeded() {
        return recipe.batches().shuffle() || !data.equals(data(0));
    }
}
