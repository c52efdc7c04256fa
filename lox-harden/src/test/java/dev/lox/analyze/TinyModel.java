// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsHeader;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.TensorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A checkpoint of a few small f32 tensors. */
final class TinyModel {
    private record Tensor(Shape shape, float[] values) {}

    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private String config = "{\"tie_word_embeddings\": false}";

    TinyModel with(String name, double[][] matrix) {
        float[] values = new float[matrix.length * matrix[0].length];
        int at = 0;
        for (double[] row : matrix) for (double x : row) values[at++] = (float) x;
        return with(name, Shape.of(matrix.length, matrix[0].length), values);
    }

    TinyModel with(String name, Shape shape, float[] values) {
        tensors.put(name, new Tensor(shape, values));
        return this;
    }

    TinyModel config(String json) {
        config = json;
        return this;
    }

    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<TensorInfo> infos = new ArrayList<>();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
            float[] values = e.getValue().values();
            infos.add(new TensorInfo(
                    e.getKey(), DType.F32, e.getValue().shape(), data.size(), data.size() + 4L * values.length));
            ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            data.writeBytes(bytes.array());
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SafetensorsHeader.encode(infos, Map.of("format", "pt")).encoded());
        file.writeBytes(data.toByteArray());
        Files.write(folder.resolve("model.safetensors"), file.toByteArray());
        Files.writeString(folder.resolve("config.json"), config);
        return folder;
    }

    /** As it will be stored: what is computed from it can be compared to the last digits. */
    static double[][] random(int rows, int cols, double scale, long seed) {
        Random random = new Random(seed);
        double[][] a = new double[rows][cols];
        for (double[] row : a) for (int j = 0; j < cols; j++) row[j] = (float) (scale * random.nextGaussian());
        return a;
    }

    /** The sum in f32, as a model of these weights would be stored. */
    static double[][] plus(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < a[0].length; j++) sum[i][j] = (float) (a[i][j] + b[i][j]);
        return sum;
    }

    /** The difference in f32, which is what a delta is rounded to. */
    static double[][] minus(double[][] a, double[][] b) {
        double[][] delta = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < a[0].length; j++) delta[i][j] = (float) a[i][j] - (float) b[i][j];
        return delta;
    }
}
