// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

/** Is told how a run comes along. */
public interface TrainingProgress {
    /** A step is done. */
    void step(LogLine line, long totalSteps);

    /** So many pairs have their log-probabilities by the reference model. */
    void reference(int done, int total);

    /** A checkpoint is whole. */
    void saved(long step);
}
