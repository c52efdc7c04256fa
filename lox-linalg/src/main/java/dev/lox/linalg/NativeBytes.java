// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/** Stored bytes in native memory, possibly more than 2 GiB. They are freed by their {@link NativeScope}. */
public final class NativeBytes {
    private final NativeScope owner;
    private final BytePointer data;
    private final long size;

    NativeBytes(NativeScope owner, BytePointer data, long size) {
        this.owner = owner;
        this.data = data;
        this.size = size;
    }

    public long size() {
        return size;
    }

    /** A view of {@code length} bytes, starting at {@code offset}. */
    public ByteBuffer view(long offset, int length) {
        owner.checkOpen();
        if (offset < 0 || length < 0 || length > size - offset)
            throw new IndexOutOfBoundsException("bytes " + offset + " + " + length + " of " + size);
        return data.getPointer(offset).capacity(length).asByteBuffer();
    }
}
