// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

/**
 * What a model said.
 *
 * @param prompt as it was asked, before any format
 * @param tokens generated, the end token included
 * @param finish {@code stop} or {@code length}
 */
public record Reply(String id, String prompt, String reply, int tokens, String finish) {}
