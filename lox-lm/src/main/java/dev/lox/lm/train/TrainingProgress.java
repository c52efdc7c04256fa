// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.nio.file.Path;

/** Receives the progress of a run. */
public interface TrainingProgress {
    /** Ignores all progress. */
    TrainingProgress NONE = new TrainingProgress() {};

    /** Called when a step is logged. */
    default void step(LogLine line, long totalSteps) {}

    /** Called with the number of pairs that the reference model has scored. */
    default void reference(int done, int total) {}

    /** A checkpoint is damaged or incomplete; the run continues from an earlier one, if any. */
    default void damaged(Path checkpoint) {}

    /** A checkpoint is complete. */
    default void saved(long step) {}
}
