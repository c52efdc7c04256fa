// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

/**
 * The result of a request.
 *
 * @param tokens the new tokens, including the end token if there is one
 * @param logProbabilities log p of each new token under the model, before temperature and the like; empty if not requested
 */
public record Completion(long id, int[] tokens, Finish finish, float[] logProbabilities) {}
