// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegalHeaderTest {
    @TempDir
    Path folder;

    private SafetensorsHeader parse(byte[] file) throws Exception {
        Path path = Files.write(folder.resolve("legal.safetensors"), file);
        try (SafetensorsFile open = SafetensorsFile.open(path)) {
            return open.header();
        }
    }

    @Test
    void scalar_hasOneElement() throws Exception {
        SafetensorsHeader header = parse(Crafted.file(List.of(new Crafted.Entry("s", DType.F64, Shape.of()))));
        assertEquals(0, header.tensors().get(0).shape().rank());
        assertEquals(8, header.dataBytes());
    }

    @Test
    void tensorsWithoutElements_mayLieBetweenAndAtTheEnds() throws Exception {
        SafetensorsHeader header = parse(Crafted.file(List.of(
                Crafted.Entry.f32("first", 0),
                Crafted.Entry.f32("w", 3),
                Crafted.Entry.f32("between", 0, 7),
                Crafted.Entry.f32("v", 1),
                Crafted.Entry.f32("last", 5, 0))));
        assertEquals(
                List.of("first", "w", "between", "v", "last"),
                header.tensors().stream().map(TensorInfo::name).toList());
    }

    @Test
    void headerWithoutTensors_isLegal() throws Exception {
        assertTrue(parse(Crafted.file("{}", 0)).tensors().isEmpty());
        assertEquals(0, parse(Crafted.file("{}      ", 0)).dataBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../x", "/etc/passwd", "a/b.weight", "", "\u00e4\ud83d\ude00"})
    void nameLikeAPath_isOnlyAName(String name) throws Exception {
        SafetensorsHeader header = parse(Crafted.file(List.of(Crafted.Entry.f32(name, 2))));
        assertEquals(name, header.tensors().get(0).name());
        try (var inside = Files.list(folder)) {
            assertEquals(1, inside.count());
        }
        assertFalse(Files.exists(folder.resolve("x")));
    }

    @Test
    void metadataOfNull_isNone() throws Exception {
        assertEquals(Map.of(), parse(Crafted.file("{\"__metadata__\":null}", 0)).metadata());
    }

    @Test
    void metadata_keepsItsOrder() throws Exception {
        SafetensorsHeader header = parse(Crafted.file("{\"__metadata__\":{\"z\":\"1\",\"a\":\"\\n\"}}", 0));
        assertEquals(List.of("z", "a"), List.copyOf(header.metadata().keySet()));
        assertEquals("\n", header.metadata().get("a"));
    }

    @Test
    void tensors_comeInTheOrderOfTheirBytes() throws Exception {
        String w = "\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":";
        SafetensorsHeader header = parse(Crafted.file("{\"b\":{" + w + "[1,2]},\"a\":{" + w + "[0,1]}}", 2));
        assertEquals(
                List.of("a", "b"),
                header.tensors().stream().map(TensorInfo::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyDtype_goesThroughEncodeAndParse(DType dtype) {
        List<TensorInfo> tensors = List.of(
                new TensorInfo("a", dtype, Shape.of(2, 4), 0, dtype.bits()),
                new TensorInfo("b", dtype, Shape.of(0), dtype.bits(), dtype.bits()));
        SafetensorsHeader header = SafetensorsHeader.encode(tensors, Map.of("format", "pt"));
        SafetensorsHeader parsed = HeaderParser.parse("f", header.encoded(), dtype.bits());
        assertEquals(tensors, parsed.tensors());
        assertEquals(header.metadata(), parsed.metadata());
        assertArrayEquals(header.encoded(), parsed.encoded());
        assertEquals(dtype, DType.parse(dtype.torchName()).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {640, 896, 1152, 1408, 19280})
    void headerLengthThatLooksLikeAPickle_isReadAsALength(int length) throws Exception {
        byte[] json = new byte[length];
        Arrays.fill(json, (byte) ' ');
        json[0] = '{';
        json[1] = '}';
        assertEquals(8 + length, parse(Crafted.file(json, 0)).dataStart());
    }

    @Test
    void read_fileCutAfterItWasOpened_saysSo() throws Exception {
        Path path =
                Files.write(folder.resolve("cut.safetensors"), Crafted.file(List.of(Crafted.Entry.f32("a/b", 1000))));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            try (FileChannel cut = FileChannel.open(path, StandardOpenOption.WRITE)) {
                cut.truncate(cut.size() - 8);
            }
            EOFException e = assertThrows(
                    EOFException.class,
                    () -> file.read(file.header().tensors().get(0), 3000, ByteBuffer.allocate(1000)));
            assertTrue(e.getMessage().contains("tensor a/b"), e.getMessage());
        }
    }

    @Test
    void read_pastATensor_isAnErrorOfTheCaller() throws Exception {
        Path path = Files.write(
                folder.resolve("two.safetensors"),
                Crafted.file(List.of(Crafted.Entry.f32("a", 2), Crafted.Entry.f32("b", 2))));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            TensorInfo a = file.header().tensors().get(0);
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(a, 4, ByteBuffer.allocate(8)));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read(a, -1, ByteBuffer.allocate(1)));
        }
    }

    @Test
    void cast_changesRealTensorsAlone() {
        SafetensorsHeader header = Crafted.header(List.of(
                Crafted.Entry.f32("w", 3),
                new Crafted.Entry("ids", DType.I64, Shape.of(2)),
                Crafted.Entry.f32("v", 1)));
        SafetensorsHeader cast = header.cast(DType.BF16);
        assertEquals(
                List.of(DType.BF16, DType.I64, DType.BF16),
                cast.tensors().stream().map(TensorInfo::dtype).toList());
        assertEquals(6 + 16 + 2, cast.dataBytes());
        assertEquals(
                cast.tensors(),
                HeaderParser.parse("f", cast.encoded(), cast.dataBytes()).tensors());
    }
}
