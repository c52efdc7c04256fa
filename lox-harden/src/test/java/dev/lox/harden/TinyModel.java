// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A model folder whose one weight file is written here byte by byte. */
public final class TinyModel {
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<String> entries = new ArrayList<>();
    private String config = "{\"dtype\": \"float32\"}";

    /** Adds an f32 tensor. */
    public TinyModel f32(String name, List<Integer> shape, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return raw(name, "F32", shape, bytes.array());
    }

    /** Adds a bf16 tensor; what it rounds off is cut off. */
    public TinyModel bf16(String name, List<Integer> shape, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) bytes.putShort((short) (Float.floatToRawIntBits(v) >>> 16));
        return raw(name, "BF16", shape, bytes.array());
    }

    public TinyModel raw(String name, String dtype, List<Integer> shape, byte[] bytes) throws IOException {
        String dims = shape.stream().map(String::valueOf).collect(Collectors.joining(","));
        entries.add("\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, dims, data.size(), data.size() + bytes.length));
        data.write(bytes);
        return this;
    }

    public TinyModel config(String json) {
        config = json;
        return this;
    }

    public Path save(Path folder) throws IOException {
        writeWeights(folder, "model.safetensors");
        Files.writeString(folder.resolve("config.json"), config);
        return folder;
    }

    /** As a PEFT adapter whose scaling is 1. */
    public Path saveAsAdapter(Path folder, int rank) throws IOException {
        writeWeights(folder, "adapter_model.safetensors");
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": %d, \"lora_alpha\": %d}".formatted(rank, rank));
        return folder;
    }

    private void writeWeights(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        byte[] head = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + head.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(head.length).put(head).put(data.toByteArray());
        Files.write(folder.resolve(name), file.array());
    }

    public static float[] random(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = (float) (random.nextDouble() - 0.5);
        return values;
    }

    /** {@code start} moved along {@code rank} random directions, and a little everywhere. */
    public static float[] moved(float[] start, int cols, int rank, long seed) {
        int rows = start.length / cols;
        float[] u = random(seed, rows * rank);
        float[] v = random(seed + 1, cols * rank);
        float[] noise = random(seed + 2, start.length);
        float[] moved = new float[start.length];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < cols; c++) {
                float sum = 0;
                for (int i = 0; i < rank; i++) sum += u[r * rank + i] * v[c * rank + i];
                moved[r * cols + c] = start[r * cols + c] + 0.1f * sum + 0.001f * noise[r * cols + c];
            }
        return moved;
    }

    public static float[] constant(int n, float value) {
        float[] values = new float[n];
        IntStream.range(0, n).forEach(i -> values[i] = value);
        return values;
    }
}
