// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

/**
 * A sequence to continue.
 *
 * @param id returned with the completion
 * @param prompt at least one token
 * @param maxNewTokens at least 1
 * @param stop must not be shared between requests
 * @param logProbabilities whether to return those of the new tokens
 * @param alternatives how many of the most likely tokens to pass to the stop rule with each token; 0 without
 * log-probabilities
 */
public record CompletionRequest(
        long id,
        int[] prompt,
        int maxNewTokens,
        Sampling sampling,
        StopRule stop,
        boolean logProbabilities,
        int alternatives) {
    public CompletionRequest {
        if (prompt.length == 0) throw new IllegalArgumentException("the prompt of request " + id + " has no tokens");
        if (maxNewTokens < 1)
            throw new IllegalArgumentException("max-new-tokens must be at least 1, got " + maxNewTokens);
        if (alternatives < 0 || alternatives > 0 && !logProbabilities)
            throw new IllegalArgumentException("alternatives come with log-probabilities, got " + alternatives);
    }

    /** Without alternatives. */
    public CompletionRequest(
            long id, int[] prompt, int maxNewTokens, Sampling sampling, StopRule stop, boolean logProbabilities) {
        this(id, prompt, maxNewTokens, sampling, stop, logProbabilities, 0);
    }

    /** Greedy decoding until an end token. */
    public static CompletionRequest greedy(long id, int[] prompt, int maxNewTokens) {
        return new CompletionRequest(id, prompt, maxNewTokens, Sampling.GREEDY, StopRule.NEVER, false);
    }
}
