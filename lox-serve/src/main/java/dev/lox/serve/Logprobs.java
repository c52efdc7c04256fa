// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.model.TopTokens;
import dev.lox.lm.text.TokenStream;
import dev.lox.lm.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Log-probabilities of the tokens of one choice, collected until they are written. */
abstract sealed class Logprobs {
    final TokenTexts texts;

    private Logprobs(Tokenizer tokenizer) {
        this.texts = new TokenTexts(tokenizer);
    }

    /** Adds the next token. The first token of a prompt has no probability. */
    abstract void add(int token, @Nullable Float logProbability, TopTokens alternatives);

    /** What was collected since the last call. */
    abstract ObjectNode take();

    /** The format of /v1/chat/completions: an object per token. */
    static final class OfChat extends Logprobs {
        private ArrayNode content = JsonNodeFactory.instance.arrayNode();

        OfChat(Tokenizer tokenizer) {
            super(tokenizer);
        }

        @Override
        void add(int token, @Nullable Float logProbability, TopTokens alternatives) {
            ObjectNode entry = content.addObject();
            ArrayNode top = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < alternatives.tokens().length; i++)
                fill(
                        top.addObject(),
                        texts.peek(alternatives.tokens()[i]),
                        alternatives.logProbabilities()[i]);
            fill(entry, texts.next(token), logProbability);
            entry.set("top_logprobs", top);
        }

        private static void fill(ObjectNode entry, String text, @Nullable Float logProbability) {
            entry.put("token", text).put("logprob", logProbability);
            if (TokenTexts.isPart(text)) entry.putNull("bytes");
            else
                for (byte b : text.getBytes(StandardCharsets.UTF_8))
                    entry.withArray("bytes").add(b & 0xff);
        }

        @Override
        ObjectNode take() {
            ObjectNode taken = JsonNodeFactory.instance.objectNode();
            taken.set("content", content);
            taken.putNull("refusal");
            content = JsonNodeFactory.instance.arrayNode();
            return taken;
        }
    }

    /** The format of /v1/completions: a list per property. */
    static final class OfText extends Logprobs {
        private ObjectNode lists = empty();
        private final TokenStream written;
        private int offset;

        OfText(Tokenizer tokenizer) {
            super(tokenizer);
            this.written = tokenizer.stream(true);
        }

        private static ObjectNode empty() {
            ObjectNode lists = JsonNodeFactory.instance.objectNode();
            for (String name : new String[] {"tokens", "token_logprobs", "top_logprobs", "text_offset"})
                lists.putArray(name);
            return lists;
        }

        @Override
        void add(int token, @Nullable Float logProbability, TopTokens alternatives) {
            ObjectNode top = null;
            if (logProbability != null) {
                top = JsonNodeFactory.instance.objectNode();
                for (int i = 0; i < alternatives.tokens().length; i++)
                    // Two tokens can have the same text; the more likely comes first.
                    top.putIfAbsent(
                            texts.peek(alternatives.tokens()[i]),
                            JsonNodeFactory.instance.numberNode(alternatives.logProbabilities()[i]));
                // As in OpenAI's server, the token itself is always included.
                top.putIfAbsent(texts.peek(token), JsonNodeFactory.instance.numberNode(logProbability));
            }
            String text = texts.next(token);
            lists.withArray("tokens").add(text);
            lists.withArray("token_logprobs").add(logProbability);
            lists.withArray("top_logprobs").add(top);
            lists.withArray("text_offset").add(offset);
            // Offsets refer to the visible text: parts of a character begin where the character does, special tokens
            // have no length.
            String piece = written.add(token);
            offset += piece.codePointCount(0, piece.length());
        }

        @Override
        ObjectNode take() {
            ObjectNode taken = lists;
            lists = empty();
            return taken;
        }
    }
}
