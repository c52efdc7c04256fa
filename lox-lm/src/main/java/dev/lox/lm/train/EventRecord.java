// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event in a TFRecord frame: length, its checksum, the event, its checksum. The event is a protobuf message
 * with so few fields that it is encoded by hand (tensorflow/core/util/event.proto,
 * tensorflow/core/framework/summary.proto).
 */
final class EventRecord {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private EventRecord() {}

    /** The first event of each file. */
    static byte[] version(Instant time) {
        return new EventRecord()
                .wallTime(time)
                .bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8))
                .framed();
    }

    /** Discards what was logged for this step and later ones: the start of a session log. */
    static byte[] restart(Instant time, long step) {
        return new EventRecord()
                .wallTime(time)
                .tag(2, VARINT)
                .varint(step)
                .bytes(7, new EventRecord().tag(1, VARINT).varint(1).out.toByteArray())
                .framed();
    }

    static byte[] scalars(Instant time, long step, Map<String, Double> values) {
        EventRecord summary = new EventRecord();
        values.forEach((tag, value) -> summary.bytes(
                1,
                new EventRecord()
                        .bytes(1, tag.getBytes(StandardCharsets.UTF_8))
                        .fixed32(2, Float.floatToIntBits(value.floatValue()))
                        .out
                        .toByteArray()));
        return new EventRecord()
                .wallTime(time)
                .tag(2, VARINT)
                .varint(step)
                .bytes(5, summary.out.toByteArray())
                .framed();
    }

    private EventRecord wallTime(Instant time) {
        double seconds = time.getEpochSecond() + time.getNano() / 1e9;
        tag(1, FIXED64).out.writeBytes(little(8).putDouble(seconds).array());
        return this;
    }

    private EventRecord fixed32(int field, int bits) {
        tag(field, FIXED32).out.writeBytes(little(4).putInt(bits).array());
        return this;
    }

    private EventRecord bytes(int field, byte[] bytes) {
        tag(field, BYTES).varint(bytes.length).out.writeBytes(bytes);
        return this;
    }

    private EventRecord tag(int field, int type) {
        return varint((long) field << 3 | type);
    }

    private EventRecord varint(long value) {
        long rest = value;
        for (; (rest & ~0x7fL) != 0; rest >>>= 7) out.write((int) (rest & 0x7f | 0x80));
        out.write((int) rest);
        return this;
    }

    private byte[] framed() {
        byte[] event = out.toByteArray();
        byte[] length = little(8).putLong(event.length).array();
        return little(16 + event.length)
                .put(length)
                .putInt(masked(length))
                .put(event)
                .putInt(masked(event))
                .array();
    }

    /** A masked checksum: a plain one is weak over data that contains its own checksum. */
    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
