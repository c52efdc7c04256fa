// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.Rope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cosines and sines for the tokens of one forward pass.
 *
 * @param cos [tokens, 1, dim]
 * @param sin [tokens, 1, dim], the first half negated
 * @param wide whether both are f32 where queries and keys are not
 */
record RotaryTable(Tensor cos, Tensor sin, int dim, boolean wide) {
    /**
     * Computes the table.
     *
     * @param positions of the tokens
     * @param lengths of each token's sequence after this pass
     * @param inF32 whether to rotate in f32, whatever else is computed in
     */
    static RotaryTable of(Rope rope, int[] positions, int[] lengths, Placement placement, boolean inF32) {
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
        Placement table = inF32 ? new Placement(Precision.F32, placement.device()) : placement;
        return new RotaryTable(
                table.place(torch.tensor(cos).view(shape)),
                table.place(torch.tensor(sin).view(shape)),
                dim,
                table.precision() != placement.precision());
    }

    /** Rotates [tokens, heads, headDim]: each pair (i, i + dim/2) by its angle. */
    Tensor apply(Tensor x) {
        return wide ? rotated(x.to(ScalarType.Float)).to(x.scalar_type()) : rotated(x);
    }

    private Tensor rotated(Tensor x) {
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
