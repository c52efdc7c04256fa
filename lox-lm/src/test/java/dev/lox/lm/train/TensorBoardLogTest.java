// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.25Z");
    private static final LogLine LINE = new LogLine(300, 0.5, 1.25, 5e-5, 0, 7, 1e6, 8, Map.of("rewards/chosen", -0.1));

    @TempDir
    Path folder;

    private byte[] written() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertEquals(1, all.size());
            return Files.readAllBytes(all.get(0));
        }
    }

    @Test
    void records_ofARun_areTensorBoardsOwnToTheByte() throws IOException {
        ByteArrayOutputStream ours = new ByteArrayOutputStream();
        ours.writeBytes(EventRecord.version(TIME));
        ours.writeBytes(EventRecord.restart(TIME, 300));
        ours.writeBytes(EventRecord.scalars(TIME, 300, LINE.curves()));
        assertArrayEquals(Files.readAllBytes(TrainGolden.file("tensorboard.events")), ours.toByteArray());
    }

    @Test
    void create_file_isNamedByTimeAndWriter() throws IOException {
        TensorBoardLog.create(folder, InstantSource.fixed(TIME), "host.7").close();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(folder.resolve("events.out.tfevents.1767225600.host.7")), files.toList());
        }
    }

    @Test
    void write_line_isReadBack() throws IOException {
        try (TensorBoardLog log = TensorBoardLog.create(folder, InstantSource.fixed(TIME), "x")) {
            log.write(LINE);
            log.write(RunLogTest.line(1));
        }
        List<ByteBuffer> events = events(written());
        assertEquals(3, events.size());
        Map<String, Float> values = new LinkedHashMap<>();
        LINE.curves().forEach((tag, value) -> values.put(tag, value.floatValue()));
        assertEquals(values, scalars(events.get(1), 300));
        assertEquals(5, scalars(events.get(2), 1).size());
    }

    @Test
    void resume_run_saysFromWhichStepOn() throws IOException {
        TensorBoardLog.resume(folder, 299).close();
        ByteBuffer event = events(written()).get(1);
        event.position(9);
        byte[] expected = {0x10, (byte) 0xac, 2, 0x3a, 2, 8, 1};
        byte[] found = new byte[event.remaining()];
        event.get(found);
        assertArrayEquals(expected, found);
    }

    private static List<ByteBuffer> events(byte[] file) {
        List<ByteBuffer> events = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            int start = in.position();
            int length = Math.toIntExact(in.getLong());
            assertEquals(masked(file, start, 8), in.getInt());
            events.add(in.slice(start + 12, length).order(ByteOrder.LITTLE_ENDIAN));
            in.position(start + 12 + length);
            assertEquals(masked(file, start + 12, length), in.getInt());
        }
        return events;
    }

    private static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        long value = crc.getValue();
        return (int) (((value >>> 15 | value << 17) & 0xffffffffL) + 0xa282ead8L);
    }

    /** Wall time, step, summary; of the summary each tag and its value. */
    private static Map<String, Float> scalars(ByteBuffer event, long step) {
        assertEquals(9, event.get());
        assertEquals(1767225600.25, event.getDouble());
        assertEquals(0x10, event.get());
        assertEquals(step, varint(event));
        assertEquals(0x2a, event.get());
        assertEquals(varint(event), event.remaining());
        Map<String, Float> values = new LinkedHashMap<>();
        while (event.hasRemaining()) {
            assertEquals(0x0a, event.get());
            varint(event);
            assertEquals(0x0a, event.get());
            byte[] tag = new byte[(int) varint(event)];
            event.get(tag);
            assertEquals(0x15, event.get());
            values.put(new String(tag, java.nio.charset.StandardCharsets.UTF_8), event.getFloat());
        }
        return values;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) return value;
        }
    }
}
