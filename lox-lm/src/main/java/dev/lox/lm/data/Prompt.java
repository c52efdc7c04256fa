// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;

/**
 * A prompt for a model.
 *
 * @param id the row's own id, else its index, from 0
 */
public record Prompt(String id, Request request) {
    /** A prompt that is plain text. */
    public static Prompt of(String id, String text) {
        return new Prompt(id, new Request.Instruction(text, ""));
    }

    /** A text to recognise the prompt by, see {@link Request#text}. */
    public String text() {
        return request.text();
    }
}
