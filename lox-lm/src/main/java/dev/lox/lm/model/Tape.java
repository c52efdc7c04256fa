// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The matrix products of a pass, in order. Automatic differentiation would compute their gradients with OpenBLAS, whose
 * threads and libtorch's starve each other (docs/decisions.md). So the result of each product is a leaf, operations between
 * products are differentiated automatically, and the tape does the products when it is played backwards.
 */
final class Tape {
    private final List<Entry> entries = new ArrayList<>();
    private boolean recording;

    /**
     * One product.
     *
     * @param x the input, part of the graph
     * @param input the same without a graph
     * @param result a leaf; later operations add to its gradient
     */
    private record Entry(
            Tensor x, Tensor input, Tensor weight, @Nullable Tensor bias, Tensor result) {
        static Entry of(Tensor x, Tensor weight, @Nullable Tensor bias, Tensor result) {
            return new Entry(TensorScope.own(x), TensorScope.own(x.detach()), weight, bias, TensorScope.own(result));
        }

        void free() {
            TensorScope.free(x);
            TensorScope.free(input);
            TensorScope.free(result);
        }
    }

    /** Turns recording on or off. */
    void record(boolean on) {
        recording = on;
    }

    /** Number of recorded products. */
    int position() {
        return entries.size();
    }

    /** x·Wᵀ + b. */
    Tensor product(Tensor x, Tensor weight, @Nullable Tensor bias) {
        Tensor result = multiply(x, weight, bias);
        if (!recording) return result;
        result.set_requires_grad(true);
        entries.add(Entry.of(x, weight, bias, result));
        return result;
    }

    private static Tensor multiply(Tensor x, Tensor weight, @Nullable Tensor bias) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return Gemm.linear(x.contiguous(), weight, bias);
        }
    }

    /** Computes the gradients of all products from a position on, given those of their results, and removes them. */
    void playBack(int position) {
        IdentityHashMap<Tensor, Integer> left = new IdentityHashMap<>();
        for (Entry e : entries.subList(position, entries.size())) left.merge(e.x, 1, Integer::sum);
        IdentityHashMap<Tensor, Tensor> sums = new IdentityHashMap<>();
        for (int i = entries.size() - 1; i >= position; i--) {
            Entry e = entries.get(i);
            try (TensorScope scope = new TensorScope()) {
                Tensor gradient = e.result.grad().contiguous();
                learn(e, gradient);
                if (e.x.requires_grad()) add(sums, e, gradient);
                if (left.merge(e.x, -1, Integer::sum) == 0 && e.x.requires_grad()) {
                    Tensor sum = sums.remove(e.x);
                    LayerStack.backwardOf(e.x, sum);
                    TensorScope.free(sum);
                }
            }
            e.free();
            entries.remove(i);
        }
    }

    private static void learn(Entry e, Tensor gradient) {
        try (NoGradGuard guard = new NoGradGuard()) {
            if (e.weight.requires_grad()) Gradients.addProduct(e.weight, gradient.t(), e.input);
            if (e.bias != null && e.bias.requires_grad()) Gradients.add(e.bias, gradient.sum(0));
        }
    }

    private static void add(IdentityHashMap<Tensor, Tensor> sums, Entry e, Tensor gradient) {
        try (NoGradGuard guard = new NoGradGuard()) {
            Tensor more = Gemm.product(gradient, e.weight);
            Tensor sum = sums.get(e.x);
            if (sum == null) sums.put(e.x, TensorScope.own(more));
            else sum.add_(more);
        }
    }

    /** Removes what an interrupted pass left. */
    void clear() {
        recording = false;
        entries.forEach(Entry::free);
        entries.clear();
    }
}
