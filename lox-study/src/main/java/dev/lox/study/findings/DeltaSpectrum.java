// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.List;

/**
 * How the alignment delta's energy lies in its leading directions, mean over matrices.
 *
 * @param ranks 1, 2, 4, ...
 * @param energy share of ‖ΔW‖² within so many
 */
public record DeltaSpectrum(List<Integer> ranks, List<Double> energy, int matrices) {}
