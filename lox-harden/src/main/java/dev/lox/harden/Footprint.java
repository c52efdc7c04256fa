// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

/** Native memory jobs take while they run, in bytes: an estimate that workers share a budget by. */
record Footprint(EditRequest request) {
    /** Buffers for chunks of rows of usual width. */
    private static final long BUFFERS = 16L << 20;

    /** What the job reserves of the budget. */
    long of(TensorJob job) {
        return least(job) + residentBytes(job) + (isHeld(job) ? storedBytes(job) : 0);
    }

    /** What it cannot do without: all but stored bytes and delta, which can be read again for each pass. */
    long least(TensorJob job) {
        return BUFFERS + job.workBytes(request);
    }

    /** Whether the delta is kept in memory. */
    boolean isResident(TensorJob job) {
        return residentBytes(job) > 0;
    }

    /** Whether the stored bytes are loaded whole. */
    boolean isHeld(TensorJob job) {
        if (!request.output().format().merges() && !job.feedsAdapter()) return false;
        return storedBytes(job) + residentBytes(job) + least(job)
                <= request.limits().memory();
    }

    private long residentBytes(TensorJob job) {
        long delta = job.deltaBytes(request.method());
        return delta + least(job) <= request.limits().memory() ? delta : 0;
    }

    private static long storedBytes(TensorJob job) {
        return job.inputs().stream().mapToLong(t -> t.info().bytes()).sum();
    }
}
