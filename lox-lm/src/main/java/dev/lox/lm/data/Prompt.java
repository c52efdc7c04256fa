// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;
import org.jspecify.annotations.Nullable;

/**
 * A prompt for a model.
 *
 * @param id the row's own id, else its index, from 0
 * @param category the group of the set that it belongs to, for figures by category; null if the row names none
 */
public record Prompt(String id, Request request, @Nullable String category) {
    /** A prompt of no category. */
    public Prompt(String id, Request request) {
        this(id, request, null);
    }

    /** A prompt that is plain text. */
    public static Prompt of(String id, String text) {
        return new Prompt(id, new Request.Instruction(text, ""));
    }

    /** A text to recognise the prompt by, see {@link Request#text}. */
    public String text() {
        return request.text();
    }
}
