// SPDX-License-Identifier: Apache-2.0
package dev.lox.serve;

import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Completion;
import dev.lox.lm.generate.Engine;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.model.SequenceScores;
import dev.lox.lm.model.TopTokens;
import dev.lox.lm.reply.LanguageModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The choices being generated, by the ids under which the engine knows them. */
final class Batch implements AutoCloseable {
    /** Prompt tokens scored in one pass (at least one prompt), during which other choices wait for their next token. */
    private static final int SCORED_TOKENS = 1024;

    private final LanguageModel model;
    private final int most;
    private final Engine engine;
    private final Map<Long, Generation> live = new LinkedHashMap<>();

    /** Choices whose prompts have to be scored before generation starts. */
    private final Deque<Long> unscored = new ArrayDeque<>();

    private long next;

    Batch(LanguageModel model, Batching batching) {
        this.model = model;
        this.most = batching.sequences();
        this.engine = new Engine(model.lm(), model.endTokens(), batching);
    }

    boolean isEmpty() {
        return live.isEmpty();
    }

    /** Whether a new choice can take part in the next step. */
    boolean hasRoom() {
        return live.size() < most;
    }

    void add(PendingRequest request) {
        for (int i = 0; i < request.choices().size(); i++) {
            ChoiceSpec spec = request.choices().get(i);
            Generation generation = new Generation(request, i, model.reply(spec.stops()));
            long id = next++;
            live.put(id, generation);
            if (spec.scoresPrompt()) unscored.add(id);
            else begin(id, generation);
        }
    }

    private void begin(long id, Generation generation) {
        if (generation.spec().maxTokens() == 0) end(id, Finish.LENGTH);
        else engine.add(generation.request(id));
    }

    private void end(long id, Finish finish) {
        Generation ended = live.remove(id);
        if (ended != null) ended.end(finish);
    }

    /** Removes choices whose clients have gone. */
    void dropAbandoned() {
        live.entrySet().removeIf(e -> {
            if (!e.getValue().request().abandoned()) return false;
            engine.cancel(e.getKey());
            unscored.remove(e.getKey());
            return true;
        });
    }

    /** One pass of the engine, and one over prompts to be scored. */
    void step() {
        score();
        engine.step((Completion c) -> end(c.id(), c.finish()));
    }

    private void score() {
        List<Long> ids = new ArrayList<>();
        List<int[]> prompts = new ArrayList<>();
        int alternatives = 1;
        for (long tokens = 0; !unscored.isEmpty(); ) {
            ChoiceSpec w = generation(unscored.peek()).spec();
            tokens += w.prompt().length;
            if (!ids.isEmpty() && tokens > SCORED_TOKENS) break;
            ids.add(unscored.remove());
            prompts.add(w.prompt());
            alternatives = Math.max(alternatives, w.alternatives().orElse(0));
        }
        if (ids.isEmpty()) return;
        List<SequenceScores> all = model.lm().scores(prompts, alternatives);
        for (int i = 0; i < ids.size(); i++) scored(ids.get(i), all.get(i));
    }

    private void scored(long id, SequenceScores scores) {
        for (float v : scores.logProbabilities())
            if (!Float.isFinite(v)) throw new ArithmeticException("the prompt's log-probabilities are not finite");
        Generation generation = generation(id);
        ChoiceSpec w = generation.spec();
        int count = w.alternatives().orElse(0);
        generation.scored(new SequenceScores(
                scores.logProbabilities(),
                scores.top().stream().map(t -> t.first(count)).toList()));
        if (w.maxTokens() != 1 || !w.sampling().greedy()) {
            begin(id, generation);
            return;
        }
        // The same pass gives the token after the prompt, which is all that many evaluations ask for.
        TopTokens last = scores.top().get(w.prompt().length - 1);
        boolean stop = generation.endsWith(last.tokens()[0], last.logProbabilities()[0], last.first(count));
        end(id, stop ? Finish.STOP : Finish.LENGTH);
    }

    private Generation generation(long id) {
        return Objects.requireNonNull(live.get(id));
    }

    /** Fails all choices. */
    void fail(ApiError error) {
        live.values().stream().map(Generation::request).distinct().forEach(t -> t.send(new Event.Failed(error)));
        live.clear();
        unscored.clear();
    }

    @Override
    public void close() {
        engine.close();
    }
}
