// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.InvalidInputException;

/**
 * The price of tokens, in any currency.
 *
 * @param prompt per million prompt tokens
 * @param completion per million completion tokens
 */
public record Prices(double prompt, double completion) {
    public Prices {
        if (!(prompt >= 0 && completion >= 0) || Double.isInfinite(prompt + completion))
            throw new InvalidInputException(
                    "the judge's prices: expected 0 or more, got " + prompt + " and " + completion);
    }

    double cost(long promptTokens, long completionTokens) {
        return (promptTokens * prompt + completionTokens * completion) / 1e6;
    }
}
