// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.NativeBytes;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One job and the stored bytes it works on: loaded whole if there is room, so that every byte comes off the disk once. */
final class JobInputs implements AutoCloseable {
    /** Bytes that are read and digested at a time: they stay in a core's cache in between. */
    private static final int CHUNK = 256 << 10;

    /** One worker's buffers, for what is not loaded. */
    record Buffers(IoBuffer start, IoBuffer base) {}

    private final TensorJob job;
    private final TensorBytes start;
    private final TensorBytes base;
    private final NativeScope forStart;
    private final NativeScope forBase;

    private JobInputs(TensorJob job, TensorBytes start, TensorBytes base, NativeScope forStart, NativeScope forBase) {
        this.job = job;
        this.start = start;
        this.base = base;
        this.forStart = forStart;
        this.forBase = forBase;
    }

    /**
     * Loads what a job needs; both models' files are read at once.
     *
     * @param hold whether the bytes are to be loaded, and not read from the files when they are needed
     * @param second reads the base's file meanwhile
     * @param buffers for reading what is not loaded
     */
    static JobInputs load(
            TensorJob job, boolean hold, NativePool pool, InputDigests digests, ExecutorService second, Buffers buffers)
            throws IOException, InterruptedException {
        NativeScope forStart = new NativeScope(pool);
        NativeScope forBase = new NativeScope(pool);
        try {
            StoredTensor base = job instanceof TensorJob.Extrapolate e ? e.base() : null;
            NativeBytes startBytes = hold ? forStart.bytes(job.start().info().bytes()) : null;
            NativeBytes baseBytes =
                    hold && base != null ? forBase.bytes(base.info().bytes()) : null;
            Future<?> reading = base == null || baseBytes == null
                    ? CompletableFuture.completedFuture(null)
                    : second.submit(() -> fill(base, baseBytes, digests));
            try {
                if (startBytes != null) fill(job.start(), startBytes, digests);
            } finally {
                await(reading);
            }
            TensorBytes start = new TensorBytes(job.start(), startBytes, buffers.start());
            return new JobInputs(
                    job,
                    start,
                    base == null ? start : new TensorBytes(base, baseBytes, buffers.base()),
                    forStart,
                    forBase);
        } catch (Throwable e) {
            forStart.close();
            forBase.close();
            throw e;
        }
    }

    private static @Nullable Void fill(StoredTensor tensor, NativeBytes held, InputDigests digests) throws IOException {
        for (long at = 0; at < held.size(); at += CHUNK) {
            ByteBuffer chunk = held.view(at, (int) Math.min(CHUNK, held.size() - at));
            tensor.read(at, chunk);
            digests.passed(tensor, at, chunk.flip());
        }
        return null;
    }

    /** Waits even when the other reading has failed: the memory must not be freed under this one. */
    private static void await(Future<?> reading) throws IOException, InterruptedException {
        try {
            reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException runtime) throw runtime;
            throw new IOException(e.getCause());
        }
    }

    TensorJob job() {
        return job;
    }

    /** What the result starts from. */
    TensorBytes start() {
        return start;
    }

    /** The base's tensor of an extrapolation; otherwise the start. */
    TensorBytes base() {
        return base;
    }

    /** The base is not needed any more. */
    void releaseBase() {
        forBase.close();
    }

    @Override
    public void close() {
        forStart.close();
        forBase.close();
    }
}
