// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.lm.recipe.Recipe;
import java.util.List;

/**
 * An attack: a fine-tuning.
 *
 * @param recipeName as given in the study
 * @param recipe with the study's overrides
 * @param data training data; {@code {seed}} in it stands for the seed if each has its own rows
 * @param seeds of the order of rows, one run each
 * @param along steps between intermediate models to evaluate; 0 for none
 */
record AttackPlan(String name, String recipeName, Recipe recipe, String data, List<Long> seeds, int along) {
    AttackPlan {
        seeds = List.copyOf(seeds);
    }

    /** The training data for a seed. */
    String data(long seed) {
        return data.replace("{seed}", Long.toString(seed));
    }

    /** Whether its seeds make a difference. */
    boolean isSeeded() {
        return recipe.batches().shuffle() || !data.equals(data(0));
    }
}
