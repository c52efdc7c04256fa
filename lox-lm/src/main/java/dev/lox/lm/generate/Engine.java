// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.generate;

import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.KvCache;
import dev.lox.lm.model.Logits;
import dev.lox.lm.model.SequenceChunk;
import dev.lox.lm.model.TopTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Continuous batching: each step runs one forward pass over all running sequences. Completed ones leave, waiting ones join
 * as soon as there is room, and a prompt's common prefix with a running sequence is copied instead of computed again. Not
 * thread-safe.
 */
public final class Engine implements AutoCloseable {
    /** Prompt tokens per pass: enough for products near peak speed, few enough to keep activations small. */
    private static final int PROMPT_TOKENS = 512;

    /** Shorter common prefixes cost more to copy than to compute. */
    private static final int WORTH_COPYING = 8;

    private final CausalLm model;
    private final Set<Integer> endTokens;
    private final Batching batching;
    private final KvCache cache;
    private final Deque<Sequence> waiting = new ArrayDeque<>();

    /** By slot: n running sequences are in the first n slots. */
    private final List<Sequence> running = new ArrayList<>();

    /** Each prompt takes a single pass and shares no prefix, since these models' keys depend on the length of the pass. */
    private final boolean whole;

    private final int promptTokens;

    /**
     * Creates an idle engine.
     *
     * @param endTokens tokens that end a sequence
     */
    public Engine(CausalLm model, Set<Integer> endTokens, Batching batching) {
        this(model, endTokens, batching, PROMPT_TOKENS);
    }

    Engine(CausalLm model, Set<Integer> endTokens, Batching batching, int promptTokens) {
        this.promptTokens = promptTokens;
        this.model = model;
        this.endTokens = Set.copyOf(endTokens);
        this.batching = batching;
        this.cache = model.newCache(0, 0);
        this.whole = model.config().ropes().stream().anyMatch(r -> r.scaling().dependsOnLength());
    }

    /** The longest sequence that memory and model allow, including prompt and completion. */
    public static int longestSequence(CausalLm model, Batching batching) {
        long perToken = model.cacheBytesPerToken();
        return (int) Math.min(batching.cacheBytes() / perToken, model.config().contextLength());
    }

    /**
     * Adds a request to the queue.
     *
     * @throws IllegalArgumentException if the prompt leaves no room for a new token
     */
    public void add(CompletionRequest request) {
        int longest = longestSequence(model, batching);
        int prompt = request.prompt().length;
        if (prompt >= longest)
            throw new IllegalArgumentException(
                    "the prompt has " + prompt + " tokens, there is room for " + (longest - 1));
        waiting.add(new Sequence(request, (int) Math.min(longest, (long) prompt + request.maxNewTokens())));
    }

    public boolean idle() {
        return waiting.isEmpty() && running.isEmpty();
    }

    /** Tokens that fit into the cache, over all slots. */
    long cachePlaces() {
        return (long) cache.slots() * cache.capacity();
    }

    /** Number of waiting sequences. */
    public int waiting() {
        return waiting.size();
    }

    /**
     * Runs one forward pass.
     *
     * @param done receives each completion
     * @return number of new tokens
     */
    public int step(Consumer<Completion> done) {
        admit();
        if (running.isEmpty()) return 0;
        List<Integer> slots = new ArrayList<>();
        List<SequenceChunk> feeds = feeds(slots);
        int[] tokens;
        float[] logProbabilities;
        List<TopTokens> alternatives;
        try (Logits logits = model.forward(cache, feeds)) {
            tokens = choose(logits, slots);
            boolean wanted = slots.stream().anyMatch(s -> running.get(s).request.logProbabilities());
            logProbabilities = wanted ? logits.logProbabilities(tokens) : new float[tokens.length];
            alternatives = logits.top(alternatives(slots));
        }
        for (int i = 0; i < tokens.length; i++) running.get(slots.get(i)).append(tokens[i], logProbabilities[i]);
        // Backwards, so that sequences that leave do not move those not yet visited.
        for (int i = tokens.length - 1; i >= 0; i--) leave(slots.get(i), tokens[i], alternatives.get(i), done);
        return tokens.length;
    }

    private int alternatives(List<Integer> slots) {
        return slots.stream()
                .mapToInt(s -> running.get(s).request.alternatives())
                .max()
                .orElse(0);
    }

    /** Removes a waiting or running request, which is then not completed. Does nothing if it has already ended. */
    public void cancel(long id) {
        if (waiting.removeIf(s -> s.request.id() == id)) return;
        for (int slot = 0; slot < running.size(); slot++)
            if (running.get(slot).request.id() == id) {
                remove(slot);
                return;
            }
    }

    private void admit() {
        int before = running.size();
        while (!waiting.isEmpty() && running.size() < batching.sequences() && fits(waiting.peek()))
            running.add(waiting.remove());
        if (running.size() == before) return;
        cache.reserve(
                running.size(), running.stream().mapToInt(Sequence::limit).max().orElseThrow());
    }

    private boolean fits(Sequence next) {
        int tokens = next.limit();
        for (Sequence s : running) tokens = Math.max(tokens, s.limit());
        long slots = running.size() + 1L;
        return slots * tokens * model.cacheBytesPerToken() <= batching.cacheBytes();
    }

    /**
     * Copies the longest prefix that a new sequence has in common with one in an earlier slot.
     *
     * @return false if a longer one is being computed in this step and is worth waiting for
     */
    private boolean share(Sequence next, int slot) {
        int best = -1;
        int longest = WORTH_COPYING - 1;
        int coming = 0;
        for (int i = 0; i < slot; i++) {
            int common = next.commonPrefix(running.get(i));
            int there = Math.min(common, cache.length(i));
            coming = Math.max(coming, common);
            if (there <= longest) continue;
            best = i;
            longest = there;
        }
        if (coming > longest + WORTH_COPYING) return false;
        if (best < 0) return true;
        cache.copy(best, slot, longest);
        next.skip(longest);
        return true;
    }

    /** The unseen tokens of each sequence, within the limit on prompt tokens; adds to {@code slots} those with logits. */
    private List<SequenceChunk> feeds(List<Integer> slots) {
        List<SequenceChunk> feeds = new ArrayList<>();
        int room = promptTokens;
        for (int slot = 0; slot < running.size(); slot++) {
            Sequence s = running.get(slot);
            if (s.isNew() && !whole && !share(s, slot)) continue;
            refill(s, slot);
            boolean answering = s.unseen() == 1;
            if (!answering && room <= 0) continue;
            int count = answering || whole ? s.unseen() : Math.min(room, s.unseen());
            if (!answering) room -= count;
            boolean last = count == s.unseen();
            feeds.add(new SequenceChunk(slot, s.take(count), last));
            if (last) slots.add(slot);
        }
        return feeds;
    }

    /** Recomputes all keys so far if rotary frequencies change with the length. */
    private void refill(Sequence s, int slot) {
        if (s.length() != model.config().refillLength() || !s.answering()) return;
        s.skip(0);
        cache.truncate(slot, 0);
    }

    private int[] choose(Logits logits, List<Integer> slots) {
        int[] tokens = logits.best();
        float[] row = {};
        for (int i = 0; i < tokens.length; i++) {
            Sequence s = running.get(slots.get(i));
            if (s.request.sampling().greedy()) continue;
            if (row.length == 0) row = new float[logits.vocabulary()];
            logits.row(i, row);
            tokens[i] = s.sampler().draw(row);
        }
        return tokens;
    }

    private void leave(int slot, int token, TopTokens alternatives, Consumer<Completion> done) {
        Sequence s = running.get(slot);
        boolean stop = s.stops(alternatives) || endTokens.contains(token);
        if (!stop && !s.full()) return;
        done.accept(s.completion(stop ? Finish.STOP : Finish.LENGTH));
        remove(slot);
    }

    /** Moves the last slot's sequence into the gap. */
    private void remove(int slot) {
        int last = running.size() - 1;
        cache.copy(last, slot, cache.length(last));
        cache.truncate(last, 0);
        running.set(slot, running.get(last));
        running.remove(last);
    }

    @Override
    public void close() {
        cache.close();
    }
}
