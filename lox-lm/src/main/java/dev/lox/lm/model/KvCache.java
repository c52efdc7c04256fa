// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Keys and values of several sequences, each in a slot of its own. All slots have room for the same number of tokens,
 * and they grow together.
 */
public final class KvCache implements AutoCloseable {
    private final ModelConfig config;
    private final Placement placement;
    private final List<Tensor> keys = new ArrayList<>();
    private final List<Tensor> values = new ArrayList<>();
    private int[] lengths;
    private int capacity;

    KvCache(ModelConfig config, Placement placement, int slots, int capacity) {
        this.config = config;
        this.placement = placement;
        this.lengths = new int[slots];
        this.capacity = capacity;
        try (TensorScope scope = new TensorScope()) {
            for (int i = 0; i < config.layers().size(); i++) {
                keys.add(TensorScope.own(empty()));
                values.add(TensorScope.own(empty()));
            }
        }
    }

    private Tensor empty() {
        // Zeros, since masked positions are multiplied by 0, and NaN times 0 is NaN.
        return torch.zeros(
                new long[] {lengths.length, config.kvHeads(), capacity, config.headDim()}, placement.options());
    }

    public int slots() {
        return lengths.length;
    }

    /** Tokens a slot has room for. */
    public int capacity() {
        return capacity;
    }

    /** Tokens a slot holds. */
    public int length(int slot) {
        return lengths[slot];
    }

    /** Drops the tokens of a slot from {@code length} on. */
    public void truncate(int slot, int length) {
        if (length > lengths[slot]) throw new IllegalArgumentException("slot holds " + lengths[slot] + " tokens");
        lengths[slot] = length;
    }

    /**
     * Makes room for {@code slots} sequences of {@code tokens} tokens, unless there is room already. The new size is exactly
     * that, never the most slots of one call times the most tokens of another. Layers are replaced one at a time, so that
     * there is never a second cache in memory.
     */
    public void reserve(int slots, int tokens) {
        if (slots <= slots() && tokens <= capacity) return;
        int kept = Math.min(slots, slots());
        lengths = Arrays.copyOf(lengths, slots);
        capacity = tokens;
        int longest = Arrays.stream(lengths).max().orElse(0);
        if (longest > tokens) throw new IllegalArgumentException("a slot holds " + longest + " tokens");
        for (List<Tensor> side : List.of(keys, values))
            side.replaceAll(old -> {
                try (TensorScope scope = new TensorScope()) {
                    Tensor made = TensorScope.own(empty());
                    if (longest > 0)
                        made.narrow(0, 0, kept)
                                .narrow(2, 0, longest)
                                .copy_(old.narrow(0, 0, kept).narrow(2, 0, longest));
                    TensorScope.free(old);
                    return made;
                }
            });
    }

    /** Copies the first {@code tokens} tokens of one slot to another. */
    public void copy(int from, int to, int tokens) {
        if (from == to) return;
        try (TensorScope scope = new TensorScope()) {
            for (List<Tensor> side : List.of(keys, values))
                for (Tensor t : side)
                    t.select(0, to).narrow(1, 0, tokens).copy_(t.select(0, from).narrow(1, 0, tokens));
        }
        lengths[to] = tokens;
    }

    void advance(int slot, int tokens) {
        lengths[slot] += tokens;
    }

    /** Keys of a layer, [slots, kvHeads, capacity, headDim]. */
    Tensor keys(int layer) {
        return keys.get(layer);
    }

    /** Values of a layer, [slots, kvHeads, capacity, headDim]. */
    Tensor values(int layer) {
        return values.get(layer);
    }

    @Override
    public void close() {
        keys.forEach(TensorScope::free);
        values.forEach(TensorScope::free);
        keys.clear();
        values.clear();
    }
}
