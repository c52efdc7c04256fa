// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.lm.generate.Sampling;
import java.util.List;
import java.util.OptionalInt;

/**
 * One requested choice.
 *
 * @param text text of the prompt
 * @param maxTokens maximum number of new tokens; 0 requests only the prompt's scores
 * @param alternatives number of likely tokens to return with each token; empty if no log-probabilities were requested
 * @param echo whether the text begins with the prompt
 */
record ChoiceSpec(
        int[] prompt,
        String text,
        int maxTokens,
        Sampling sampling,
        List<String> stops,
        OptionalInt alternatives,
        boolean echo) {
    /** Whether log-probabilities of the prompt itself are requested. */
    boolean scoresPrompt() {
        return echo && alternatives.isPresent();
    }

    /** Number of log-probabilities that the answer holds at most. */
    long logprobs() {
        if (alternatives.isEmpty()) return 0;
        return ((echo ? prompt.length : 0) + (long) maxTokens) * (1 + alternatives.getAsInt());
    }
}
