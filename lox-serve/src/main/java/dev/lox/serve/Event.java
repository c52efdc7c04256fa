// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.lm.generate.Finish;
import dev.lox.lm.model.SequenceScores;
import dev.lox.lm.model.TopTokens;
import java.util.List;

/** A message from the engine to the thread of a request. */
sealed interface Event {
    /** Index of the choice that the event concerns. */
    int choice();

    /** A token with its log-probability and the likely alternatives. */
    record Scored(int token, float logProbability, TopTokens alternatives) {}

    /** The prompt of one choice has been scored. */
    record PromptScores(int choice, SequenceScores scores) implements Event {}

    /**
     * One choice has new text.
     *
     * @param scores scores of the tokens since the previous piece, if requested
     */
    record Piece(int choice, String text, List<Scored> scores) implements Event {}

    /** One choice is complete. */
    record End(int choice, Finish finish, int tokens) implements Event {}

    /** The whole request has failed. */
    record Failed(ApiError error) implements Event {
        @Override
        public int choice() {
            return 0;
        }
    }
}
