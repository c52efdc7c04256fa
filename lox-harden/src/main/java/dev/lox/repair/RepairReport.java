// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import java.util.Map;

/**
 * What a run did.
 *
 * @param outcomes by tensor name, in the order of the files
 * @param bytes of the weight files written
 * @param resumed tensors taken over from an unfinished run
 * @param peakMatrixBytes most native memory that matrices took at once
 */
public record RepairReport(
        Map<String, RepairOutcome> outcomes, long bytes, int resumed, double seconds, long peakMatrixBytes) {
    /** Tensors whose values are not those of the fine-tuned model any more. */
    public long repaired() {
        return outcomes.values().stream().filter(RepairOutcome::repaired).count();
    }

    /** Tensors that are the fine-tuned model's: not selected, or found to need no repair. */
    public long copied() {
        return outcomes.size() - repaired();
    }
}
