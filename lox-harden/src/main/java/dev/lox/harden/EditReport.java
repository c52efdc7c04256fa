// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.util.List;
import java.util.Map;

/**
 * What a run did.
 *
 * @param outcomes by tensor name, in the order of the files
 * @param bytes of the weight files written
 * @param resumed tensors taken over from an unfinished run
 * @param peakMatrixBytes most native memory that matrices took at the same time
 * @param warnings what a user should act on
 */
public record EditReport(
        Map<String, TensorOutcome> outcomes,
        long bytes,
        int resumed,
        double seconds,
        long peakMatrixBytes,
        List<String> warnings) {
    /** Tensors whose values were changed. */
    public long changed() {
        return outcomes.values().stream().filter(TensorOutcome::changed).count();
    }

    /** Tensors that were copied: not selected, or found to need no change. */
    public long copied() {
        return outcomes.size() - changed();
    }
}
