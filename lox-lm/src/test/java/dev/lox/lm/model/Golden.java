// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A tiny model and what transformers computes with it (oracle/models.py). */
record Golden(String name, Map<String, long[]> shapes, Map<String, long[]> ints, Map<String, float[]> floats) {
    private static final Path MODELS = Path.of("src/test/resources/golden/models");

    /** Every model that is there. */
    static Stream<String> models() throws IOException {
        try (Stream<Path> all = Files.list(MODELS)) {
            List<String> names = all.filter(p -> Files.exists(p.resolve("config.json")))
                    .map(p -> p.getFileName().toString())
                    .sorted()
                    .toList();
            return names.stream();
        }
    }

    static Path folder(String name) {
        return MODELS.resolve(name);
    }

    static Golden of(String name) throws IOException {
        Map<String, long[]> shapes = new HashMap<>();
        Map<String, long[]> ints = new HashMap<>();
        Map<String, float[]> floats = new HashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(folder(name).resolve("golden.safetensors"))) {
            for (TensorInfo info : file.header().tensors()) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(Math.toIntExact(info.bytes())).order(ByteOrder.LITTLE_ENDIAN);
                file.read(info, 0, bytes);
                bytes.flip();
                shapes.put(
                        info.name(),
                        info.shape().dims().stream().mapToLong(Long::longValue).toArray());
                switch (info.dtype()) {
                    case I64 -> {
                        long[] values = new long[bytes.remaining() / 8];
                        bytes.asLongBuffer().get(values);
                        ints.put(info.name(), values);
                    }
                    case F32 -> {
                        float[] values = new float[bytes.remaining() / 4];
                        bytes.asFloatBuffer().get(values);
                        floats.put(info.name(), values);
                    }
                    default -> throw new IllegalArgumentException(info.toString());
                }
            }
        }
        return new Golden(name, shapes, ints, floats);
    }

    /** A row of token ids, without left padding. */
    int[] tokens(String key, int row, int from) {
        int width = (int) shapes.get(key)[shapes.get(key).length - 1];
        int[] tokens = new int[width - from];
        for (int i = from; i < width; i++) tokens[i - from] = (int) ints.get(key)[row * width + i];
        return tokens;
    }

    float[] row(String key, int row) {
        int width = (int) shapes.get(key)[shapes.get(key).length - 1];
        float[] values = new float[width];
        System.arraycopy(floats.get(key), row * width, values, 0, width);
        return values;
    }
}
