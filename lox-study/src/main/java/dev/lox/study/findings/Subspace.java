// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

/**
 * R metrics (arXiv 2506.15606): the share of ‖W − W_base‖ within the leading directions of the alignment delta, mean over
 * linear layers.
 *
 * @param rank directions
 * @param aligned R_align, of the aligned model
 * @param finetuned R_ft, of the model in question
 */
public record Subspace(int rank, double aligned, double finetuned) {
    /** How much of the safety subspace is left. */
    public double ratio() {
        return finetuned / aligned;
    }
}
