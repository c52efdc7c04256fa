// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;

/**
 * Something to ask a model.
 *
 * @param id as the row has it, else which row it is, from 0
 */
public record Prompt(String id, Request request) {}
