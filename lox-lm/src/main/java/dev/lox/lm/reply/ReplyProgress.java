// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

/** Receives the progress of a run. */
@FunctionalInterface
public interface ReplyProgress {
    /**
     * Called after every step.
     *
     * @param done replies completed
     * @param tokens generated so far
     */
    void step(int done, int total, long tokens);

    /** Called once, before the first step, if an earlier run left some replies. */
    default void resumed(int replies) {}
}
