// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Native memory a job takes while it runs, in bytes: an estimate that workers share a budget by. */
final class Footprint {
    /** Krylov blocks of 16 f64 columns that a decomposition usually needs: for the rows once, for the columns twice. */
    private static final long BASIS = 12 * 16 * 8;

    /** Buffers for chunks of rows. */
    private static final long BUFFERS = 16L << 20;

    private Footprint() {}

    /** What the job reserves of the budget. */
    static long of(TensorJob job, HardenRequest request) {
        if (!(job instanceof TensorJob.Extrapolate e)) return BUFFERS;
        return least(e, request) + (isResident(e, request) ? resident(e) : 0);
    }

    /** What it cannot do without: all but the delta itself, which can be read anew for each pass. */
    static long least(TensorJob job, HardenRequest request) {
        if (!(job instanceof TensorJob.Extrapolate e) || request.extrapolation().rank() instanceof RankChoice.Full)
            return BUFFERS;
        long basis = BASIS * (e.rows() + 2L * e.cols());
        long side = Math.min(e.rows(), e.cols());
        boolean exact = request.exact() || request.extrapolation().rank().needsSpectrum();
        return BUFFERS + (exact ? 2 * 8 * side * side : basis);
    }

    /** Whether the delta is kept in memory. */
    static boolean isResident(TensorJob.Extrapolate job, HardenRequest request) {
        return !(request.extrapolation().rank() instanceof RankChoice.Full)
                && resident(job) + least(job, request) <= request.maxMemory();
    }

    private static long resident(TensorJob.Extrapolate job) {
        return 4 * job.rows() * job.cols();
    }
}
