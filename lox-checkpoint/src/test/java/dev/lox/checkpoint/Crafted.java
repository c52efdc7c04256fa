// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Safetensors files made by hand, legal and otherwise. */
final class Crafted {
    private Crafted() {}

    /** One tensor that a test puts into a file. */
    record Entry(String name, DType dtype, Shape shape) {
        static Entry f32(String name, long... dims) {
            return new Entry(name, DType.F32, Shape.of(dims));
        }

        long bytes() {
            return shape.elements() * dtype.bits() / 8;
        }
    }

    /** A file of this head and as many data bytes, whatever the head says. */
    static byte[] file(String json, int dataBytes) {
        return file(json.getBytes(StandardCharsets.UTF_8), dataBytes);
    }

    static byte[] file(byte[] json, int dataBytes) {
        return withLength(json.length, json, dataBytes);
    }

    static byte[] withLength(long length, byte[] json, int dataBytes) {
        byte[] data = new byte[dataBytes];
        new Random(1).nextBytes(data);
        return ByteBuffer.allocate(8 + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(json)
                .put(data)
                .array();
    }

    /** A legal file of these tensors, its data random but always the same. */
    static byte[] file(List<Entry> entries) {
        SafetensorsHeader header = header(entries);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.encoded());
        byte[] data = new byte[Math.toIntExact(header.dataBytes())];
        new Random(entries.hashCode()).nextBytes(data);
        out.writeBytes(data);
        return out.toByteArray();
    }

    static SafetensorsHeader header(List<Entry> entries) {
        List<TensorInfo> infos = new ArrayList<>();
        long at = 0;
        for (Entry e : entries) {
            infos.add(new TensorInfo(e.name(), e.dtype(), e.shape(), at, at + e.bytes()));
            at += e.bytes();
        }
        return SafetensorsHeader.encode(infos, Map.of("format", "pt"));
    }

    /** A model folder of one weight file. */
    static Path model(Path folder, Entry... entries) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.safetensors"), file(List.of(entries)));
        Files.writeString(folder.resolve("config.json"), "{\"torch_dtype\": \"float32\"}");
        return folder;
    }

    /** A model folder of two shards, {@code a} and {@code b} in the first, {@code c} in the second. */
    static Path sharded(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("one.safetensors"), file(List.of(Entry.f32("a", 2, 3), Entry.f32("b", 4))));
        Files.write(folder.resolve("two.safetensors"), file(List.of(Entry.f32("c", 5))));
        Files.writeString(folder.resolve("config.json"), "{\"torch_dtype\": \"float32\"}");
        index(folder, "{'a': 'one.safetensors', 'b': 'one.safetensors', 'c': 'two.safetensors'}");
        return folder;
    }

    /** Writes an index around this weight map, whose quotes are single ones. */
    static Path index(Path folder, String weightMap) throws IOException {
        String json = "{\"metadata\": {\"total_size\": 60}, \"weight_map\": " + weightMap.replace('\'', '"') + "}";
        return Files.writeString(folder.resolve(ShardIndex.FILE), json);
    }
}
