// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.recipe.Recipe;
import java.util.List;
import java.util.Optional;

/** Rows for supervised fine-tuning, including safety rows. */
final class ExampleRows extends TrainingData {
    private final List<TokenRow> rows;

    ExampleRows(List<TokenRow> rows, List<String> notes, List<String> preview) {
        super(notes, preview);
        this.rows = List.copyOf(rows);
    }

    List<TokenRow> rows() {
        return rows;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    String digest() {
        return RowsDigest.ofExamples(rows);
    }

    @Override
    Optional<Task> task(Recipe recipe, Reference reference) {
        return Optional.of(new SupervisedTask(rows, MicroBatches.of(recipe), recipe.seed()));
    }
}
