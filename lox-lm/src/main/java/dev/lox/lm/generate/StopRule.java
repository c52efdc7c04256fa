// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.lm.model.TopTokens;

/** Decides after each token whether a sequence ends. */
@FunctionalInterface
public interface StopRule {
    StopRule NEVER = token -> false;

    /** Whether the sequence ends with this token. Called once for each token, in order. */
    boolean endsWith(int token);

    /** Called instead of {@link #endsWith(int)} if the request asks for log-probabilities. */
    default boolean endsWith(int token, float logProbability, TopTokens alternatives) {
        return endsWith(token);
    }
}
