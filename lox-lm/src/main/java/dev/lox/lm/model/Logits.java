// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Logits after the last tokens of several sequences: [rows, vocabulary], f32, on the CPU. */
public final class Logits implements AutoCloseable {
    private final Tensor values;
    private final int rows;
    private final int vocabulary;

    /** Takes ownership of a tensor. */
    Logits(Tensor values) {
        this.values = values;
        this.rows = Math.toIntExact(values.size(0));
        this.vocabulary = Math.toIntExact(values.size(1));
    }

    public int rows() {
        return rows;
    }

    public int vocabulary() {
        return vocabulary;
    }

    /**
     * The most likely token of each row; the first of equals.
     *
     * @throws NotFiniteException if a row's largest logit is not finite
     */
    public int[] best() {
        if (rows == 0) return new int[0];
        try (TensorScope scope = new TensorScope()) {
            long[] found = new long[rows];
            Tensor places = values.argmax(new LongOptional(1), true);
            new LongPointer(places.data_ptr()).get(found);
            float[] largest = new float[rows];
            new FloatPointer(values.gather(1, places).data_ptr()).get(largest);
            for (float v : largest) if (!Float.isFinite(v)) throw new NotFiniteException();
            int[] tokens = new int[rows];
            for (int i = 0; i < rows; i++) tokens[i] = (int) found[i];
            return tokens;
        }
    }

    /** log p of one token in each row of f32 logits, [rows, vocabulary] to [rows] on the CPU. */
    static Tensor logProbabilities(Tensor logits, int[] tokens) {
        Tensor ids = torch.tensor(tokens).to(logits.device(), ScalarType.Long).unsqueeze(1);
        return logits.gather(1, ids).squeeze(1).sub(logits.logsumexp(1)).cpu();
    }

    /** log p of one token in each row. */
    public float[] logProbabilities(int[] tokens) {
        if (rows == 0) return new float[0];
        try (TensorScope scope = new TensorScope()) {
            float[] found = new float[rows];
            new FloatPointer(logProbabilities(values, tokens).data_ptr()).get(found);
            return found;
        }
    }

    /** The {@code count} most likely tokens of each row. */
    public List<TopTokens> top(int count) {
        return rows == 0 ? List.of() : TopTokens.of(values, count);
    }

    /** Copies a row into {@code target}, which has room for the vocabulary. */
    public void row(int row, float[] target) {
        try (TensorScope scope = new TensorScope()) {
            new FloatPointer(values.data_ptr())
                    .position((long) row * vocabulary)
                    .get(target, 0, vocabulary);
        }
    }

    @Override
    public void close() {
        TensorScope.free(values);
    }
}
