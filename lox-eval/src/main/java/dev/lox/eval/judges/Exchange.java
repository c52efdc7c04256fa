// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

/**
 * A prompt and its reply, as a judge sees them.
 *
 * @param prompt the text before formatting
 * @param reply may be empty
 */
public record Exchange(String prompt, String reply) {}
