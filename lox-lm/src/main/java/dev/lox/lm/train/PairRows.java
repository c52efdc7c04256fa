// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.train.PreferenceTask.BenignRows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Preference pairs, and the rows of the supervised term if it has its own. */
final class PairRows extends TrainingData {
    private final List<PairRow> pairs;
    private final List<TokenRow> benign;

    PairRows(List<PairRow> pairs, List<TokenRow> benign, List<String> notes, List<String> preview) {
        super(notes, preview);
        this.pairs = List.copyOf(pairs);
        this.benign = List.copyOf(benign);
    }

    @Override
    public int size() {
        return pairs.size();
    }

    @Override
    String digest() {
        String own = RowsDigest.ofPairs(pairs);
        return benign.isEmpty() ? own : own + " " + RowsDigest.ofExamples(benign);
    }

    @Override
    Optional<Task> task(Recipe recipe, Reference reference) throws IOException {
        MicroBatches batches = MicroBatches.of(recipe);
        Optional<BenignRows> term = benign.isEmpty()
                ? Optional.empty()
                : Optional.of(new BenignRows(
                        new SupervisedTask(benign, batches, recipe.seed()), DataOrder.of(recipe, benign.size())));
        Objective.Dpo dpo = (Objective.Dpo) recipe.objective();
        return reference.of(pairs).map(r -> new PreferenceTask(pairs, r, dpo, batches, term, recipe.seed()));
    }
}
