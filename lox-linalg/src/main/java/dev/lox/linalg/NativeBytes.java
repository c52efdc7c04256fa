// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/** Stored bytes in native memory, past 2 GiB; their {@link NativeScope} frees them. */
public final class NativeBytes {
    private final BytePointer data;
    private final long size;

    NativeBytes(BytePointer data, long size) {
        this.data = data;
        this.size = size;
    }

    public long size() {
        return size;
    }

    /** A view of {@code length} bytes from {@code offset} on, the same memory. */
    public ByteBuffer view(long offset, int length) {
        if (offset < 0 || length < 0 || length > size - offset)
            throw new IndexOutOfBoundsException("bytes " + offset + " + " + length + " of " + size);
        return data.getPointer(offset).capacity(length).asByteBuffer();
    }
}
