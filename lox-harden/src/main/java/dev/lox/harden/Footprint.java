// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.linalg.Svd;

/** Native memory a job takes while it runs, in bytes: an estimate that workers share a budget by. */
public final class Footprint {
    /** Buffers for chunks of rows of usual width. */
    public static final long BUFFERS = 16L << 20;

    private Footprint() {}

    /** What the job reserves of the budget. */
    static long of(TensorJob job, HardenRequest request) {
        long bytes = least(job, request) + (isHeld(job, request) ? stored(job) : 0);
        return job instanceof TensorJob.Extrapolate e && isResident(e, request) ? bytes + resident(e) : bytes;
    }

    /** What it cannot do without: all but stored bytes and delta, which can be read anew for each pass. */
    static long least(TensorJob job, HardenRequest request) {
        if (job instanceof TensorJob.Adapt a)
            return BUFFERS
                    + 4
                            * 8
                            * (a.pair().a().shape().elements()
                                    + a.pair().b().shape().elements());
        if (!(job instanceof TensorJob.Extrapolate e)) return BUFFERS;
        return least(e.rows(), e.cols(), request.extrapolator());
    }

    /** The same for a delta of this shape. */
    public static long least(long rows, int cols, Extrapolator extrapolator) {
        RankChoice rank = extrapolator.extrapolation().rank();
        long chunk = 16L * Chunk.rows(cols) * cols;
        if (rank instanceof RankChoice.Full) return BUFFERS + chunk;
        int fixed = rank instanceof RankChoice.Fixed f ? f.rank() : 0;
        boolean iterated = !extrapolator.exact() && fixed > 0 && Svd.isIterative(rows, cols, fixed);
        long random = extrapolator.extrapolation().direction() instanceof Direction.Random
                ? RandomDirections.workBytes(rows, cols, fixed)
                : 0;
        return BUFFERS + chunk + Svd.workBytes(rows, cols, iterated ? fixed : 0) + random;
    }

    /** Whether the delta is kept in memory. */
    static boolean isResident(TensorJob.Extrapolate job, HardenRequest request) {
        return !(request.extrapolation().rank() instanceof RankChoice.Full)
                && resident(job) + least(job, request) <= request.maxMemory();
    }

    /** Whether the stored bytes are loaded whole. */
    static boolean isHeld(TensorJob job, HardenRequest request) {
        // An adapter needs no more of what it does not extrapolate than its factors.
        if (request.asAdapter() && !(job instanceof TensorJob.Extrapolate)) return false;
        long delta = job instanceof TensorJob.Extrapolate e && isResident(e, request) ? resident(e) : 0;
        return stored(job) + delta + least(job, request) <= request.maxMemory();
    }

    private static long resident(TensorJob.Extrapolate job) {
        return 4 * job.rows() * job.cols();
    }

    private static long stored(TensorJob job) {
        long base = job instanceof TensorJob.Extrapolate e ? e.base().info().bytes() : 0;
        return job.start().info().bytes() + base;
    }
}
