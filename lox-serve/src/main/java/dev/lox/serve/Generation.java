// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.lm.generate.CompletionRequest;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.generate.StopRule;
import dev.lox.lm.model.SequenceScores;
import dev.lox.lm.model.TopTokens;
import dev.lox.lm.reply.ReplyText;
import java.util.ArrayList;
import java.util.List;

/** One choice being generated; sends its events to the request. Used by the engine's thread only. */
final class Generation implements StopRule {
    private final PendingRequest request;
    private final int answer;
    private final ReplyText text;
    private final List<Event.Scored> scores = new ArrayList<>();
    private int tokens;

    Generation(PendingRequest request, int answer, ReplyText text) {
        this.request = request;
        this.answer = answer;
        this.text = text;
    }

    PendingRequest request() {
        return request;
    }

    ChoiceSpec spec() {
        return request.choices().get(answer);
    }

    CompletionRequest request(long id) {
        ChoiceSpec w = spec();
        boolean scored = w.alternatives().isPresent();
        return new CompletionRequest(
                id,
                w.prompt(),
                w.maxTokens(),
                w.sampling(),
                this,
                scored,
                w.alternatives().orElse(0));
    }

    @Override
    public boolean endsWith(int token) {
        tokens++;
        boolean end = text.endsWith(token);
        tell();
        return end;
    }

    @Override
    public boolean endsWith(int token, float logProbability, TopTokens alternatives) {
        scores.add(new Event.Scored(token, logProbability, alternatives));
        return endsWith(token);
    }

    /** Reports the prompt's scores, before the first token. */
    void scored(SequenceScores prompt) {
        request.send(new Event.PromptScores(answer, prompt));
    }

    void end(Finish finish) {
        text.finish();
        tell();
        if (!scores.isEmpty()) request.send(new Event.Piece(answer, "", List.copyOf(scores)));
        request.send(new Event.End(answer, text.stopped() ? Finish.STOP : finish, tokens));
    }

    private void tell() {
        String piece = text.take();
        // Scores are sent together with text; a token can be a part of a character.
        if (piece.isEmpty()) return;
        request.send(new Event.Piece(answer, piece, List.copyOf(scores)));
        scores.clear();
    }
}
