// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The loaded tensors of one model, by name: matrices that only ever multiply are packed where that helps. */
final class Weights implements AutoCloseable {
    private final Map<String, Tensor> plain = new HashMap<>();
    private final Map<String, PackedMatrix> packed = new HashMap<>();
    private final Map<String, Linear.Adapter> adapters = new HashMap<>();

    private Weights() {}

    /** Loads all tensors of a checkpoint that has been checked. */
    static Weights load(ModelConfig config, Checkpoint checkpoint, LoadOptions options) throws IOException {
        Weights weights = new Weights();
        try (TensorScope scope = new TensorScope();
                AdapterWeights adapter = AdapterWeights.open(options, config);
                WeightFile files = new WeightFile(options.placement())) {
            boolean pack = options.placement().packs() && !options.trainable();
            for (String name : ModelLayout.of(config).keySet()) {
                StoredTensor stored = checkpoint.require(name);
                if (pack && ModelLayout.isProjection(name)) weights.pack(name, name, stored, adapter, files);
                else weights.keep(name, adapter.changed(name, files.load(stored), files));
            }
            if (pack && config.tied())
                weights.pack(
                        ModelLayout.OUTPUT,
                        ModelLayout.EMBEDDING,
                        checkpoint.require(ModelLayout.EMBEDDING),
                        adapter,
                        files);
            weights.adapters.putAll(adapter.live(files));
            return weights;
        } catch (Throwable e) {
            weights.close();
            throw e;
        }
    }

    private void keep(String name, Tensor tensor) {
        plain.put(name, TensorScope.own(tensor));
    }

    private void pack(String name, String source, StoredTensor stored, AdapterWeights adapter, WeightFile files)
            throws IOException {
        try (TensorScope scope = new TensorScope()) {
            packed.put(name, PackedMatrix.of(adapter.changed(source, files.read(stored), files)));
        }
    }

    /** A tensor that is not packed. */
    Tensor tensor(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " was not loaded"));
    }

    Optional<Tensor> find(String name) {
        return Optional.ofNullable(plain.get(name));
    }

    boolean isPacked(String name) {
        return packed.containsKey(name);
    }

    Product matrix(String name) {
        @Nullable PackedMatrix matrix = packed.get(name);
        return matrix != null ? matrix : new PlainMatrix(tensor(name));
    }

    Linear.@Nullable Adapter adapter(String name) {
        return adapters.get(name);
    }

    @Override
    public void close() {
        plain.values().forEach(TensorScope::free);
        plain.clear();
        packed.values().forEach(PackedMatrix::close);
        packed.clear();
        for (Linear.Adapter a : adapters.values()) {
            TensorScope.free(a.a());
            TensorScope.free(a.b());
        }
        adapters.clear();
    }
}
