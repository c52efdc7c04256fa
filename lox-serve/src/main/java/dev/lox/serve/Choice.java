// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.model.SequenceScores;
import dev.lox.lm.model.TopTokens;
import dev.lox.lm.text.Tokenizer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One choice of a response in JSON, built from events and written as a whole or in pieces. */
abstract sealed class Choice {
    private final int index;
    final ChoiceSpec spec;
    private final @Nullable Logprobs logprobs;
    private final StringBuilder text = new StringBuilder();
    private @Nullable Finish finish;
    private int tokens;

    private Choice(int index, ChoiceSpec spec, Logprobs logprobs) {
        this.index = index;
        this.spec = spec;
        this.logprobs = spec.alternatives().isPresent() ? logprobs : null;
    }

    /** The first chunk of a stream, sent before any event. */
    abstract Optional<ObjectNode> opening();

    abstract void put(ObjectNode json, String content, boolean piece);

    void accept(Event event) {
        if (event instanceof Event.PromptScores e) prompt(e.scores());
        else if (event instanceof Event.Piece e) {
            text.append(e.text());
            if (logprobs != null)
                e.scores().forEach(s -> logprobs.add(s.token(), s.logProbability(), s.alternatives()));
        } else if (event instanceof Event.End e) {
            finish = e.finish();
            tokens = e.tokens();
        }
    }

    private void prompt(SequenceScores scores) {
        if (logprobs == null) return;
        text.append(spec.text());
        logprobs.add(spec.prompt()[0], null, TopTokens.NONE);
        for (int i = 1; i < spec.prompt().length; i++)
            logprobs.add(
                    spec.prompt()[i],
                    scores.logProbabilities()[i - 1],
                    scores.top().get(i - 1));
    }

    boolean ended() {
        return finish != null;
    }

    int tokens() {
        return tokens;
    }

    final void begin(String content) {
        text.append(content);
    }

    /** What was generated since the last call. */
    ObjectNode take(boolean piece) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("index", index);
        put(json, text.toString(), piece);
        json.set("logprobs", logprobs == null ? null : logprobs.take());
        json.put("finish_reason", finish == null ? null : finish.label());
        text.setLength(0);
        return json;
    }

    /** A chat message of the assistant. */
    static final class OfChat extends Choice {
        OfChat(int index, ChoiceSpec spec, Tokenizer tokenizer) {
            super(index, spec, new Logprobs.OfChat(tokenizer));
        }

        @Override
        Optional<ObjectNode> opening() {
            ObjectNode json = take(true);
            json.putNull("logprobs").putObject("delta").put("role", "assistant").put("content", "");
            return Optional.of(json);
        }

        @Override
        void put(ObjectNode json, String content, boolean piece) {
            if (!piece)
                json.putObject("message")
                        .put("role", "assistant")
                        .put("content", content)
                        .putNull("refusal");
            else if (content.isEmpty()) json.putObject("delta");
            else json.putObject("delta").put("content", content);
        }
    }

    /** The continuation of a prompt. */
    static final class OfText extends Choice {
        OfText(int index, ChoiceSpec spec, Tokenizer tokenizer) {
            super(index, spec, new Logprobs.OfText(tokenizer));
            // If the prompt is scored, its text comes with the scores.
            if (spec.echo() && !spec.scoresPrompt()) begin(spec.text());
        }

        @Override
        Optional<ObjectNode> opening() {
            return spec.echo() && !spec.scoresPrompt() ? Optional.of(take(true)) : Optional.empty();
        }

        @Override
        void put(ObjectNode json, String content, boolean piece) {
            json.put("text", content);
        }
    }
}
