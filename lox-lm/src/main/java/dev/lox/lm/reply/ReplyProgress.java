// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

/** Is told how replies come along. */
@FunctionalInterface
public interface ReplyProgress {
    /**
     * After every step.
     *
     * @param done replies that are whole
     * @param tokens generated so far
     */
    void step(int done, int total, long tokens);
}
