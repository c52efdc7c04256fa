// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.NativeBytes;
import dev.lox.linalg.NativePool;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** The stored bytes one job works on: loaded whole if there is room, so that every byte comes off the disk once. */
final class TensorInputs implements AutoCloseable {
    /** Bytes that are read and digested at a time: they stay in a core's cache in between. */
    private static final int CHUNK = 256 << 10;

    /** One worker's buffers, one an input, for what is not loaded. */
    static final class Buffers {
        private final List<IoBuffer> buffers = new ArrayList<>();

        private IoBuffer get(int i) {
            while (buffers.size() <= i) buffers.add(new IoBuffer());
            return buffers.get(i);
        }
    }

    private final List<NativeScope> scopes = new ArrayList<>();
    private final List<TensorBytes> inputs = new ArrayList<>();

    private TensorInputs() {}

    /**
     * Loads what a job needs; the first tensor's file is read while the others' are.
     *
     * @param hold whether the bytes are to be loaded, and not read from the files when they are needed
     * @param second reads the others' files
     * @param buffers for reading what is not loaded
     */
    static TensorInputs load(
            List<StoredTensor> tensors,
            boolean hold,
            NativePool pool,
            InputDigests digests,
            ExecutorService second,
            Buffers buffers)
            throws IOException, InterruptedException {
        TensorInputs loaded = new TensorInputs();
        try {
            List<NativeBytes> held = new ArrayList<>();
            for (int i = 0; i < tensors.size(); i++) {
                StoredTensor tensor = tensors.get(i);
                NativeScope scope = new NativeScope(pool);
                loaded.scopes.add(scope);
                NativeBytes bytes = hold ? scope.bytes(tensor.info().bytes()) : null;
                if (bytes != null) held.add(bytes);
                loaded.inputs.add(new TensorBytes(tensor, bytes, buffers.get(i)));
            }
            if (hold) fill(tensors, held, digests, second);
            return loaded;
        } catch (Throwable e) {
            loaded.close();
            throw e;
        }
    }

    private static void fill(
            List<StoredTensor> tensors, List<NativeBytes> held, InputDigests digests, ExecutorService second)
            throws IOException, InterruptedException {
        Future<?> reading = tensors.size() == 1
                ? null
                : second.submit(() -> {
                    for (int i = 1; i < tensors.size(); i++) fill(tensors.get(i), held.get(i), digests);
                    return null;
                });
        try {
            fill(tensors.get(0), held.get(0), digests);
        } finally {
            if (reading != null) await(reading);
        }
    }

    private static void fill(StoredTensor tensor, NativeBytes held, InputDigests digests) throws IOException {
        for (long at = 0; at < held.size(); at += CHUNK) {
            ByteBuffer chunk = held.view(at, (int) Math.min(CHUNK, held.size() - at));
            tensor.read(at, chunk);
            digests.passed(tensor, at, chunk.flip());
        }
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

    /** What the result starts from. */
    TensorBytes start() {
        return get(0);
    }

    /** The bytes of the job's {@code i}-th tensor. */
    TensorBytes get(int i) {
        return inputs.get(i);
    }

    /** Frees all but the bytes the result starts from, which are not needed once the delta is in memory. */
    void releaseAllButStart() {
        scopes.subList(1, scopes.size()).forEach(NativeScope::close);
    }

    @Override
    public void close() {
        scopes.forEach(NativeScope::close);
    }
}
