// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.lox.lm.generate.Finish;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply.
 *
 * @param prompt the text before formatting
 * @param tokens number of generated tokens, including the end token
 * @param finish null for replies whose source does not say
 * @param category see {@link dev.lox.lm.data.Prompt}
 * @param requestDigest see {@link dev.lox.lm.text.Request#digest}; null for replies whose source gives only the prompt
 */
public record Reply(
        String id,
        String prompt,
        String reply,
        int tokens,
        @Nullable Finish finish,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String category,

        @JsonProperty("request_sha256") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String requestDigest) {
    /** A reply of which the prompt alone is known, not the turns before it. */
    public Reply(String id, String prompt, String reply, int tokens, @Nullable Finish finish) {
        this(id, prompt, reply, tokens, finish, null, null);
    }
}
