// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval;

import dev.lox.lm.reply.ReplyProgress;

/**
 * Receives the progress of an evaluation: replies first, then verdicts.
 *
 * @since 0.1
 */
public interface EvaluationProgress extends ReplyProgress {
    /** Ignores all progress. */
    EvaluationProgress NONE = new EvaluationProgress() {
        @Override
        public void step(int done, int total, long tokens) {}

        @Override
        public void judged(int done, int total) {}
    };

    /**
     * Called after each verdict.
     *
     * @param done number of verdicts so far, of all judges
     */
    void judged(int done, int total);
}
