// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A tensor in an open file. */
public record StoredTensor(SafetensorsFile file, TensorInfo info) {
    public String name() {
        return info.name();
    }

    public DType dtype() {
        return info.dtype();
    }

    public Shape shape() {
        return info.shape();
    }

    /** Fills {@code target} with the tensor's bytes, starting at {@code offset}. */
    public void read(long offset, ByteBuffer target) throws IOException {
        file.read(info, offset, target);
    }
}
