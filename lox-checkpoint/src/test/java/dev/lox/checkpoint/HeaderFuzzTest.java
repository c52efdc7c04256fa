// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes of a weight file are, it is read or refused. */
class HeaderFuzzTest {
    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() {
        return Stream.of(
                Crafted.file(List.of(Crafted.Entry.f32("w", 2, 3), Crafted.Entry.f32("v", 0), Crafted.Entry.f32("s"))),
                Crafted.file(List.of(new Crafted.Entry("a.b", DType.F4, Shape.of(2)))),
                Crafted.file("{}", 0));
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({
        "\"dtype\"",
        "\"shape\"",
        "\"data_offsets\"",
        "\"__metadata__\"",
        "\"BF16\"",
        "\"F4\"",
        "\\ud800"
    })
    @FuzzTest(maxDuration = "200s")
    void anyBytes_areReadOrRefused(byte[] bytes) {
        asJson(bytes);
        // A file is slow, and refused for the same reasons: those that are read are worth one, and those that are no
        // heads.
        if (inMemory(bytes) || bytes.length < 16) asFile(bytes);
    }

    @Test
    void damagedBytes_areReadOrRefused() {
        Mutation.each(seeds().toList(), 700, this::anyBytes_areReadOrRefused);
    }

    private static void asFile(byte[] bytes) {
        Path path = folder.resolve("weights.safetensors");
        try {
            Files.write(path, bytes);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                checkTold(file.header());
                assertEquals(
                        bytes.length, file.header().dataStart() + file.header().dataBytes());
            }
        } catch (InvalidInputException e) {
            Refusal.check(path.toString(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean inMemory(byte[] bytes) {
        if (bytes.length < 8) return false;
        try {
            int length = HeaderParser.jsonLength("weights.safetensors", bytes, bytes.length);
            byte[] head = Arrays.copyOf(bytes, 8 + length);
            checkTold(HeaderParser.parse("weights.safetensors", head, bytes.length - head.length));
            return true;
        } catch (InvalidInputException e) {
            Refusal.check("weights.safetensors", e);
            return false;
        }
    }

    /** The first byte is how much data follows; what comes after the eighth is taken for a header of the right length. */
    private static void asJson(byte[] bytes) {
        if (bytes.length < 8) return;
        try {
            checkTold(HeaderParser.parse("weights.safetensors", bytes, bytes[0] & 0xff));
        } catch (InvalidInputException e) {
            Refusal.check("weights.safetensors", e);
        }
    }

    private static void checkTold(SafetensorsHeader header) {
        long at = 0;
        for (TensorInfo t : header.tensors()) {
            assertEquals(at, t.begin());
            assertEquals(t.shape().elements() * t.dtype().bits(), 8 * t.bytes());
            at = t.end();
        }
        SafetensorsHeader again = SafetensorsHeader.encode(header.tensors(), header.metadata());
        SafetensorsHeader parsed = HeaderParser.parse("again", again.encoded(), header.dataBytes());
        assertEquals(header.tensors(), parsed.tensors());
        assertEquals(header.metadata(), parsed.metadata());
        SafetensorsHeader cast = header.cast(DType.F64);
        assertEquals(
                cast.tensors(),
                HeaderParser.parse("cast", cast.encoded(), cast.dataBytes()).tensors());
    }
}
