// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.NativeBytes;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One job and the stored bytes it works on: loaded whole if there is room, so that every byte comes off the disk once. */
final class JobInputs implements AutoCloseable {
    /** Bytes that are read and digested at a time: they stay in a core's cache in between. */
    private static final int CHUNK = 256 << 10;

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

    /** @param hold whether the bytes are to be loaded, and not read from the files when they are needed */
    static JobInputs load(TensorJob job, boolean hold, NativePool pool, InputDigests digests) throws IOException {
        NativeScope forStart = new NativeScope(pool);
        NativeScope forBase = new NativeScope(pool);
        try {
            TensorBytes start = bytes(job.start(), hold, forStart, digests);
            TensorBytes base = job instanceof TensorJob.Extrapolate e ? bytes(e.base(), hold, forBase, digests) : start;
            return new JobInputs(job, start, base, forStart, forBase);
        } catch (Throwable e) {
            forStart.close();
            forBase.close();
            throw e;
        }
    }

    private static TensorBytes bytes(StoredTensor tensor, boolean hold, NativeScope scope, InputDigests digests)
            throws IOException {
        if (!hold) return new TensorBytes(tensor, null, new IoBuffer());
        long size = tensor.info().bytes();
        NativeBytes held = scope.bytes(size);
        for (long at = 0; at < size; at += CHUNK) {
            ByteBuffer chunk = held.view(at, (int) Math.min(CHUNK, size - at));
            tensor.read(at, chunk);
            digests.passed(tensor, at, chunk.flip());
        }
        return new TensorBytes(tensor, held, new IoBuffer());
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
