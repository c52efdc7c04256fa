// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.LayerKind;
import dev.lox.lm.config.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Attention over a cache: new keys and values are written to their slots, then every token attends to its own slot. Runs of
 * adjacent slots with one new token each share one kernel call; a sequence with more new tokens has a call of its own.
 */
final class CachedAttention implements AttentionContext {
    private final ModelConfig config;
    private final Attend attend;
    private final KvCache cache;
    private final Tensor places;
    private final List<Run> runs;

    /**
     * Chunks that share a kernel call.
     *
     * @param row of the first token among all of the pass
     * @param slot the first
     * @param sequences more than one only where each has one token
     * @param tokens of each
     * @param views by window
     */
    private record Run(int row, int slot, int sequences, int tokens, Map<Integer, View> views) {}

    /** The keys that a run attends to, and the mask on them. */
    private record View(int first, int keys, @Nullable Tensor mask) {}

    CachedAttention(ModelConfig config, KvCache cache, List<SequenceChunk> feeds, Placement placement) {
        this.config = config;
        this.attend = Attend.of(config);
        this.cache = cache;
        this.runs = runs(feeds, placement);
        this.places = placement.move(places(feeds));
    }

    private List<Run> runs(List<SequenceChunk> feeds, Placement placement) {
        List<Run> found = new ArrayList<>();
        int row = 0;
        for (int i = 0; i < feeds.size(); ) {
            SequenceChunk first = feeds.get(i);
            int tokens = first.tokens().length;
            int end = i + 1;
            while (tokens == 1 && end < feeds.size() && continues(first.slot() + end - i, feeds.get(end))) end++;
            int[] lengths = feeds.subList(i, end).stream()
                    .mapToInt(f -> cache.length(f.slot()) + tokens)
                    .toArray();
            Map<Integer, View> views = new HashMap<>();
            for (LayerKind layer : config.layers())
                views.computeIfAbsent(layer.window(), w -> view(lengths, tokens, w, placement));
            found.add(new Run(row, first.slot(), end - i, tokens, views));
            row += (end - i) * tokens;
            i = end;
        }
        return found;
    }

    private static boolean continues(int slot, SequenceChunk next) {
        return next.slot() == slot && next.tokens().length == 1;
    }

    private View view(int[] lengths, int tokens, int window, Placement placement) {
        int longest = Arrays.stream(lengths).max().orElseThrow();
        int shortest = Arrays.stream(lengths).min().orElseThrow();
        // Keys that no query sees are skipped instead of masked.
        int first = Math.max(0, shortest - tokens - (window - 1));
        int keys = longest - first;
        boolean all = tokens == 1
                ? shortest == longest && keys <= window
                : attend.appliesCausalMask() && keys == tokens && keys <= window;
        if (all) return new View(first, keys, null);
        Tensor mask = tokens == 1
                ? AttentionMask.step(lengths, first, keys, window)
                : AttentionMask.sequence(tokens, keys, window);
        return new View(first, keys, placement.place(mask));
    }

    /** For each head of each new token, its row in the cache: (slot · heads + head) · capacity + position. */
    private Tensor places(List<SequenceChunk> feeds) {
        int heads = config.kvHeads();
        long[] found =
                new long[heads * feeds.stream().mapToInt(f -> f.tokens().length).sum()];
        int row = 0;
        for (SequenceChunk f : feeds)
            for (int i = 0; i < f.tokens().length; i++)
                for (int head = 0; head < heads; head++)
                    found[row++] = ((long) f.slot() * heads + head) * cache.capacity() + cache.length(f.slot()) + i;
        return torch.tensor(found);
    }

    @Override
    public Tensor attend(int layer, Tensor q, Tensor k, Tensor v) {
        write(cache.keys(layer), k);
        write(cache.values(layer), v);
        int window = config.layers().get(layer).window();
        if (runs.size() == 1) return run(runs.get(0), layer, window, q);
        Tensor[] out = runs.stream().map(r -> run(r, layer, window, q)).toArray(Tensor[]::new);
        return torch.cat(new TensorVector(out), 0);
    }

    private void write(Tensor side, Tensor rows) {
        side.view(-1, config.headDim()).index_copy_(0, places, rows.reshape(-1, config.headDim()));
    }

    private Tensor run(Run run, int layer, int window, Tensor q) {
        View view = Objects.requireNonNull(run.views.get(window));
        Tensor queries = q.narrow(0, run.row, (long) run.sequences * run.tokens);
        Tensor k = seen(cache.keys(layer), run, view);
        Tensor v = seen(cache.values(layer), run, view);
        return run.tokens == 1
                ? attend.step(queries, k, v, view.mask)
                : attend.sequence(queries, k.squeeze(0), v.squeeze(0), view.mask);
    }

    private static Tensor seen(Tensor side, Run run, View view) {
        return side.narrow(0, run.slot, run.sequences).narrow(2, view.first, view.keys);
    }
}
