// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

/** Receives verdicts as they arrive. */
@FunctionalInterface
public interface VerdictSink {
    /**
     * Receives a verdict.
     *
     * @param index of the exchange, from 0
     */
    void accept(int index, Verdict verdict);
}
