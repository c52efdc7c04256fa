// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

/**
 * A model's answer to a question.
 *
 * @param text the answer or, if there is none, the reason
 * @param promptTokens as counted by the endpoint; 0 if unknown
 */
public record Answer(String text, Ending ending, long promptTokens, long completionTokens) {
    /** How an answer ended. */
    public enum Ending {
        WHOLE,
        /** Cut off at the maximum length. */
        CUT,
        /** No answer: the model declined, or a filter blocked it. */
        WITHHELD,
        /** No answer, for no stated reason; trying again may help. */
        NONE,
        /** The question does not fit the model's context, which may be larger on another server. */
        UNASKED;

        /** Whether asking again would give the same result. */
        public boolean lasts() {
            return this != NONE && this != UNASKED;
        }
    }
}
