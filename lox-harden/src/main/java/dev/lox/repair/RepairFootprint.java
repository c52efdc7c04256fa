// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.Extrapolator;
import dev.lox.harden.Footprint;
import dev.lox.harden.RankChoice;
import dev.lox.linalg.Svd;

/** Native memory a job takes while it runs, in bytes: an estimate that workers share a budget by. */
record RepairFootprint(Method method, long maxMemory) {
    static RepairFootprint of(RepairRequest request) {
        return new RepairFootprint(request.method(), request.maxMemory());
    }

    static Extrapolator extrapolator(Method.Resta resta) {
        return new Extrapolator(new Extrapolation(resta.rank(), resta.alpha()), Svd.TOLERANCE, false);
    }

    /** What the job reserves of the budget. */
    long of(RepairJob job) {
        return least(job) + resident(job) + (isHeld(job) ? stored(job) : 0);
    }

    /** What it cannot do without. */
    long least(RepairJob job) {
        if (!(job instanceof RepairJob.Mend m) || method instanceof Method.WiseFt) return Footprint.BUFFERS;
        if (method instanceof Method.Resta resta) return Footprint.least(m.rows(), m.cols(), extrapolator(resta));
        return Footprint.BUFFERS + AlignmentProjection.workBytes(m.rows(), m.cols());
    }

    /** Whether RESTA's delta is kept in memory. */
    boolean isResident(RepairJob.Mend job) {
        return method instanceof Method.Resta resta
                && !(resta.rank() instanceof RankChoice.Full)
                && 4 * job.rows() * job.cols() + least(job) <= maxMemory;
    }

    /** Whether the stored bytes are loaded whole. */
    boolean isHeld(RepairJob job) {
        return stored(job) + resident(job) + least(job) <= maxMemory;
    }

    private long resident(RepairJob job) {
        return job instanceof RepairJob.Mend m && isResident(m) ? 4 * m.rows() * m.cols() : 0;
    }

    private static long stored(RepairJob job) {
        return job.inputs().stream()
                .map(StoredTensor::info)
                .mapToLong(i -> i.bytes())
                .sum();
    }
}
