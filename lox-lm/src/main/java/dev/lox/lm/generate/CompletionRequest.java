// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

/**
 * A sequence to be continued.
 *
 * @param id comes back with the completion
 * @param prompt at least one token
 * @param maxNewTokens at least 1
 * @param stop belongs to this request alone
 * @param logProbabilities whether those of the new tokens are wanted
 */
public record CompletionRequest(
        long id, int[] prompt, int maxNewTokens, Sampling sampling, StopRule stop, boolean logProbabilities) {
    public CompletionRequest {
        if (prompt.length == 0) throw new IllegalArgumentException("the prompt of request " + id + " has no tokens");
        if (maxNewTokens < 1)
            throw new IllegalArgumentException("max-new-tokens must be at least 1, got " + maxNewTokens);
    }

    /** Greedy, until an end token. */
    public static CompletionRequest greedy(long id, int[] prompt, int maxNewTokens) {
        return new CompletionRequest(id, prompt, maxNewTokens, Sampling.GREEDY, StopRule.NEVER, false);
    }
}
