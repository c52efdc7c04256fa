// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.data.BadRows;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.WeightedSum;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model's loss on rows that it was not trained on.
 *
 * @param mean negative log-likelihood per target token, in nats; its exponential is the perplexity
 * @param tokens number of target tokens in the mean
 */
public record HeldOutLoss(double mean, long tokens) {
    private static final int ROWS_AT_ONCE = 8;

    /**
     * Loads a model and computes its loss.
     *
     * @param recipe a supervised recipe: how rows are encoded and which tokens are targets
     * @param limit maximum number of rows
     * @throws dev.lox.base.InvalidInputException if no row fits
     */
    public static HeldOutLoss of(WeightedSum model, LoadOptions options, Recipe recipe, List<Path> data, int limit)
            throws IOException {
        Objective.Sft sft = (Objective.Sft) recipe.objective();
        try (ModelText text = ModelText.open(model.folder(), recipe);
                CausalLm lm = CausalLm.load(model, options)) {
            ExampleRows rows = TrainingData.examples(sft, text, data, List.of(), BadRows.SKIP);
            return of(lm, rows.rows().stream().limit(limit).toList());
        }
    }

    private static HeldOutLoss of(CausalLm lm, List<TokenRow> rows) {
        double sum = 0;
        long tokens = 0;
        for (int first = 0; first < rows.size(); first += ROWS_AT_ONCE) {
            List<TokenRow> some = rows.subList(first, Math.min(rows.size(), first + ROWS_AT_ONCE));
            float[][] values =
                    lm.logProbabilities(some.stream().map(TokenRow::tokens).toList());
            for (int i = 0; i < some.size(); i++)
                for (int t = 1; t < some.get(i).tokens().length; t++)
                    if (some.get(i).learned()[t]) {
                        sum -= values[i][t - 1];
                        tokens++;
                    }
        }
        if (tokens == 0) throw new IllegalArgumentException("no row has a target token");
        return new HeldOutLoss(sum / tokens, tokens);
    }
}
