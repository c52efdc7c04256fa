// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Masks that are added to scores: 0 where a key is visible, minus infinity elsewhere. */
final class AttentionMask {
    private AttentionMask() {}

    /**
     * The last tokens of one sequence over its keys.
     *
     * @param keys the last of them belongs to the last token
     * @param window keys a token sees, itself included
     * @return [tokens, keys]
     */
    static Tensor sequence(int tokens, int keys, int window) {
        float[] mask = new float[Math.multiplyExact(tokens, keys)];
        for (int i = 0; i < tokens; i++)
            for (int j = 0; j < keys; j++) mask[i * keys + j] = value(keys - tokens + i, j, window);
        return torch.tensor(mask).view(tokens, keys);
    }

    /**
     * The last token of each of several sequences.
     *
     * @param lengths of the sequences, that token included
     * @param first position of the first key
     * @return [sequences, 1, 1, keys]
     */
    static Tensor step(int[] lengths, int first, int keys, int window) {
        float[] mask = new float[Math.multiplyExact(lengths.length, keys)];
        for (int i = 0; i < lengths.length; i++)
            for (int j = 0; j < keys; j++) mask[i * keys + j] = value(lengths[i] - 1, first + j, window);
        return torch.tensor(mask).view(lengths.length, 1, 1, keys);
    }

    private static float value(int position, int key, int window) {
        return key <= position && position - key < window ? 0 : Float.NEGATIVE_INFINITY;
    }
}
