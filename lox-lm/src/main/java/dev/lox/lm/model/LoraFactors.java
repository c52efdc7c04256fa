// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Factors of a LoRA adapter beside one matrix.
 *
 * @param a [rank, in]
 * @param b [out, rank]
 * @param scaling factor on their product
 * @param dropout of its input, in training only
 */
record LoraFactors(Tensor a, Tensor b, double scaling, double dropout) {}
