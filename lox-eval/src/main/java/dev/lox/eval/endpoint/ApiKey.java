// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.endpoint;

import dev.lox.base.InvalidInputException;

/** The key that authenticates requests. It is never shown. */
public record ApiKey(String value) {
    private static final String HIDDEN = "***";

    public ApiKey {
        // Checked here, since the HTTP client would show the key in its error message.
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127))
            throw new InvalidInputException("the API key: expected printable characters without spaces,"
                    + " as a header can hold them; look for a line break at its end");
    }

    /** Removes the key from a text, in case a server repeats it. */
    String hide(String text) {
        return text.replace(value, HIDDEN);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
