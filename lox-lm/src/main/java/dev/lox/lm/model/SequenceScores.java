// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;

/**
 * How likely a model finds a whole sequence.
 *
 * @param logProbabilities log p of each token given those before it, from the second token on
 * @param top the most likely successors of each token, the last included
 */
public record SequenceScores(float[] logProbabilities, List<TopTokens> top) {}
