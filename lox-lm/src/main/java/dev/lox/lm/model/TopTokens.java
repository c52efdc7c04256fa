// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/**
 * The most likely next tokens at one position.
 *
 * @param tokens the most likely first
 * @param logProbabilities log p of each of them
 */
public record TopTokens(int[] tokens, float[] logProbabilities) {
    public static final TopTokens NONE = new TopTokens(new int[0], new float[0]);

    /** The first of them only. */
    public TopTokens first(int count) {
        if (count >= tokens.length) return this;
        return new TopTokens(Arrays.copyOf(tokens, count), Arrays.copyOf(logProbabilities, count));
    }

    /** Those of each row of f32 logits, [rows, vocabulary]. */
    static List<TopTokens> of(Tensor logits, int count) {
        int rows = Math.toIntExact(logits.size(0));
        int k = (int) Math.min(count, logits.size(1));
        if (k == 0) return Collections.nCopies(rows, NONE);
        try (TensorScope scope = new TensorScope()) {
            T_TensorTensor_T found = logits.topk(k, 1, true, true);
            float[] values = new float[rows * k];
            long[] ids = new long[rows * k];
            new FloatPointer(found.get0()
                            .sub(logits.logsumexp(new long[] {1}, true))
                            .cpu()
                            .contiguous()
                            .data_ptr())
                    .get(values);
            new LongPointer(found.get1().cpu().contiguous().data_ptr()).get(ids);
            List<TopTokens> all = new ArrayList<>(rows);
            for (int at = 0; at < ids.length; at += k)
                all.add(new TopTokens(
                        Arrays.stream(ids, at, at + k)
                                .mapToInt(Math::toIntExact)
                                .toArray(),
                        Arrays.copyOfRange(values, at, at + k)));
            return all;
        }
    }
}
