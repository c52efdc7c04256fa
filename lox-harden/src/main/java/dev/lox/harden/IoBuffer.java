// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.nio.ByteBuffer;

/** A direct buffer that one worker uses again and again: direct memory is only given back when the collector runs. */
public final class IoBuffer {
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

    /** The buffer, empty, with room for exactly {@code size} bytes. */
    ByteBuffer ofSize(int size) {
        if (bytes.capacity() < size) bytes = ByteBuffer.allocateDirect(size);
        return bytes.clear().limit(size);
    }
}
