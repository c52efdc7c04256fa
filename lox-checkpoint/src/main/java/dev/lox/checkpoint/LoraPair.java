// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

/**
 * The two LoRA factors of one weight: delta = scaling · B·A, of shape [out, in].
 *
 * @param weight name of the base tensor that the delta applies to
 * @param a [rank, in]
 * @param b [out, rank]
 * @param scaling alpha / rank, or alpha / sqrt(rank) with rsLoRA
 * @param transposed whether the base tensor is stored as [in, out] (embeddings, {@code fan_in_fan_out})
 */
public record LoraPair(String weight, StoredTensor a, StoredTensor b, double scaling, boolean transposed) {
    public int rank() {
        return Math.toIntExact(a.shape().dim(0));
    }

    /** The shape of the base tensor. */
    public Shape target() {
        long out = b.shape().dim(0);
        long in = a.shape().dim(1);
        return transposed ? Shape.of(in, out) : Shape.of(out, in);
    }
}
