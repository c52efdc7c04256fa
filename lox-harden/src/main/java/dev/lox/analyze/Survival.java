// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import org.jspecify.annotations.Nullable;

/**
 * What a fine-tuning left of one matrix's alignment subspace U_k, the leading left singular directions of ΔW.
 *
 * @param share R_ft = ‖U_kU_kᵀ(W_ft − W_base)‖_F / ‖W_ft − W_base‖_F; null if the fine-tuned weights are the base's
 * @param angles principal angles, in degrees and ascending, between U_k and as many leading left singular directions of
 *     W_ft − W_aligned; none if the fine-tuning left the matrix as it was
 */
record Survival(@Nullable Double share, double[] angles) {}
