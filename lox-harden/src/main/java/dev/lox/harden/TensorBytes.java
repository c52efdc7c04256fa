// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.NativeBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A tensor's stored bytes: in memory where they were loaded, read from the file each time where they were not. */
final class TensorBytes {
    private final StoredTensor tensor;
    private final @Nullable NativeBytes held;
    private final IoBuffer buffer;

    /**
     * @param held all of the tensor's bytes, or null
     * @param buffer for reading, where nothing is held; one tensor at a time may use it
     */
    TensorBytes(StoredTensor tensor, @Nullable NativeBytes held, IoBuffer buffer) {
        this.tensor = tensor;
        this.held = held;
        this.buffer = buffer;
    }

    StoredTensor tensor() {
        return tensor;
    }

    /** {@code size} bytes from {@code offset} on, ready to be read; valid until the next call. */
    ByteBuffer at(long offset, int size) throws IOException {
        if (held != null) return held.view(offset, size);
        ByteBuffer bytes = buffer.ofSize(size);
        tensor.read(offset, bytes);
        return bytes.flip();
    }
}
