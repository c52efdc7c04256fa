// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.encode.TokenRow;
import dev.lox.lm.model.CausalLm;
import java.util.List;

/**
 * How well a model expects rows it did not learn from.
 *
 * @param mean negative log-likelihood of a learned token, in nats; its exponential is the perplexity
 * @param tokens it is taken over
 */
public record HeldOutLoss(double mean, long tokens) {
    private static final int ROWS_AT_ONCE = 8;

    public static HeldOutLoss of(CausalLm lm, List<TokenRow> rows) {
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
        if (tokens == 0) throw new IllegalArgumentException("no row has a token that is learned");
        return new HeldOutLoss(sum / tokens, tokens);
    }
}
