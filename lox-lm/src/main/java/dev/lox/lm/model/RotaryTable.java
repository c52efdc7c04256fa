// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Cosines and sines for the tokens of one forward pass.
 *
 * @param cos [tokens, 1, dim]
 * @param sin [tokens, 1, dim], the first half negated
 */
record RotaryTable(Tensor cos, Tensor sin, int dim) {
    /**
     * Makes the table.
     *
     * @param positions of the tokens
     * @param lengths of each token's sequence after this pass
     */
    static RotaryTable of(Rope rope, int[] positions, int[] lengths, Placement placement) {
        int dim = rope.dim();
        int half = dim / 2;
        float[] cos = new float[positions.length * dim];
        float[] sin = new float[positions.length * dim];
        float factor = (float) rope.scaling().attentionFactor();
        float[] frequencies = {};
        int known = -1;
        for (int t = 0; t < positions.length; t++) {
            int length = rope.scaling().dependsOnLength() ? lengths[t] : 0;
            if (length != known) frequencies = rope.scaling().frequencies(rope.theta(), dim, length);
            known = length;
            for (int i = 0; i < half; i++) {
                float angle = positions[t] * frequencies[i];
                float c = (float) Math.cos(angle) * factor;
                float s = (float) Math.sin(angle) * factor;
                cos[t * dim + i] = c;
                cos[t * dim + half + i] = c;
                sin[t * dim + i] = -s;
                sin[t * dim + half + i] = s;
            }
        }
        long[] shape = {positions.length, 1, dim};
        return new RotaryTable(
                placement.place(torch.tensor(cos).view(shape)),
                placement.place(torch.tensor(sin).view(shape)),
                dim);
    }

    /** Rotates [tokens, heads, headDim]: each pair (i, i + dim/2) by its angle. */
    Tensor apply(Tensor x) {
        long width = x.size(2);
        if (dim == width) return rotate(x);
        Tensor rotated = rotate(x.narrow(2, 0, dim));
        return torch.cat(new TensorVector(rotated, x.narrow(2, dim, width - dim)), 2);
    }

    private Tensor rotate(Tensor x) {
        Tensor swapped = x.roll(new long[] {dim / 2}, 2);
        return x.mul(cos).addcmul_(swapped, sin);
    }
}
