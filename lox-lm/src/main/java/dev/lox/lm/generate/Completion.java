// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

/**
 * What a request was continued with.
 *
 * @param tokens new ones, the end token included where one came
 * @param logProbabilities log p of each new token by the model itself, whatever it was sampled with; empty if not asked for
 */
public record Completion(long id, int[] tokens, Finish finish, float[] logProbabilities) {}
