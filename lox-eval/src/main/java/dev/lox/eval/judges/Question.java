// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.Digest;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.text.Request;
import java.nio.charset.StandardCharsets;

/** A question about an exchange for a language model, and the parser of its answer. */
sealed interface Question permits Rubric, StrongReject, OwnQuestion, LlamaGuard, HarmBench, WildGuard {
    /** Its name in records. */
    String label();

    /** The exact text of the question, without the exchange. */
    String wording();

    Request request(Exchange exchange);

    /** The prompt format: the model's own, or raw for classifiers that were trained on a fixed text. */
    default FormatName format() {
        return FormatName.CHAT;
    }

    /** Enough tokens for any answer that can be parsed. */
    default int maxNewTokens() {
        return ScoreMarker.ANSWER_TOKENS;
    }

    /**
     * Parses an answer.
     *
     * @param whole false if the answer was cut off
     */
    Verdict read(String answer, boolean whole);

    /** Changes with the question, so that cached answers to another question are not used. */
    default String digest() {
        return Digest.sha256((format() + "\n" + wording()).getBytes(StandardCharsets.UTF_8));
    }
}
