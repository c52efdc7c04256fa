// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import com.fasterxml.jackson.databind.node.TextNode;
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

/** Writes a model folder with one weight file byte by byte, independently of the code under test. */
public final class TinyModel {
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final List<String> entries = new ArrayList<>();
    private String config = "{\"dtype\": \"float32\"}";

    /** Adds an f32 tensor. */
    public TinyModel f32(String name, List<Integer> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return raw(name, "F32", shape, bytes.array());
    }

    /** Adds an f32 matrix. */
    public TinyModel f32(String name, double[][] matrix) {
        float[] values = new float[matrix.length * matrix[0].length];
        int at = 0;
        for (double[] row : matrix) for (double x : row) values[at++] = (float) x;
        return f32(name, List.of(matrix.length, matrix[0].length), values);
    }

    /** Adds a bf16 tensor; values are truncated. */
    public TinyModel bf16(String name, List<Integer> shape, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) bytes.putShort((short) (Float.floatToRawIntBits(v) >>> 16));
        return raw(name, "BF16", shape, bytes.array());
    }

    /** Adds a tensor of any type by its stored bytes. */
    public TinyModel raw(String name, String dtype, List<Integer> shape, byte[] bytes) {
        String dims = shape.stream().map(String::valueOf).collect(Collectors.joining(","));
        entries.add("%s:{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                .formatted(TextNode.valueOf(name), dtype, dims, data.size(), data.size() + bytes.length));
        data.writeBytes(bytes);
        return this;
    }

    /** Replaces config.json. */
    public TinyModel config(String json) {
        config = json;
        return this;
    }

    /** Writes the folder. */
    public Path save(Path folder) throws IOException {
        writeWeights(folder, "model.safetensors");
        Files.writeString(folder.resolve("config.json"), config);
        return folder;
    }

    /** Writes the tensors as a PEFT adapter with a scaling of 1. */
    public Path saveAsAdapter(Path folder, int rank) throws IOException {
        writeWeights(folder, "adapter_model.safetensors");
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"peft_type\": \"LORA\", \"r\": %d, \"lora_alpha\": %d}".formatted(rank, rank));
        return folder;
    }

    private void writeWeights(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + data.size()).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header).put(data.toByteArray());
        Files.write(folder.resolve(name), file.array());
    }

    /** Uniform values in [-0.5, 0.5). */
    public static float[] random(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) values[i] = (float) (random.nextDouble() - 0.5);
        return values;
    }

    /** {@code start} plus a random matrix of rank {@code rank} and weak noise. */
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

    /** {@code n} equal values. */
    public static float[] constant(int n, float value) {
        float[] values = new float[n];
        IntStream.range(0, n).forEach(i -> values[i] = value);
        return values;
    }
}
