// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.lm.config.ModelConfig;
import dev.lox.lm.model.WeightedSumFiles.WeightedTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The loaded tensors of one model, by name. Matrices are packed where that is faster, those with the same input as one. */
final class Weights implements AutoCloseable {
    private final Map<String, Tensor> plain = new HashMap<>();
    private final Map<List<String>, PackedMatrix> packed = new HashMap<>();
    private final Map<String, LoraFactors> adapters = new HashMap<>();

    private Weights() {}

    /** Loads all tensors of a model, or of a weighted sum of several. */
    static Weights load(WeightedSumFiles models, LoadOptions options) throws IOException {
        Weights weights = new Weights();
        ModelConfig config = models.config();
        try (TensorScope scope = new TensorScope();
                AdapterWeights adapter = AdapterWeights.open(options, config);
                WeightFile files = new WeightFile(stored(options))) {
            Set<String> done = new HashSet<>();
            if (options.placement().packs() && options.use() == WeightUse.INFERENCE)
                for (List<String> modules : packable(config, adapter)) {
                    weights.pack(modules, models, adapter, files);
                    modules.forEach(m -> done.add(m + ".weight"));
                }
            for (String name : ModelLayout.of(config).keySet())
                if (!done.contains(name) && weights.find(name).isEmpty()) {
                    List<WeightedTensor> sum = models.summands(name);
                    boolean own = options.use() == WeightUse.TRAINED;
                    weights.keep(name, adapter.changed(name, own ? files.read(sum) : files.load(sum), files));
                }
            weights.adapters.putAll(adapter.live(files));
            return weights;
        } catch (Throwable e) {
            weights.close();
            throw e;
        }
    }

    private static Placement stored(LoadOptions options) {
        return options.use() == WeightUse.TRAINED
                ? new Placement(Precision.F32, options.placement().device())
                : options.placement();
    }

    /** Groups of modules to pack as one matrix: those with the same input, unless one of them has an adapter. */
    private static List<List<String>> packable(ModelConfig config, AdapterWeights adapter) {
        List<List<String>> all = new ArrayList<>();
        // The largest first, while memory is otherwise empty.
        all.add(List.of(ModelLayout.OUTPUT_MODULE));
        for (int i = 0; i < config.layers().size(); i++)
            for (List<String> group : ModelLayout.projections(config)) {
                int layer = i;
                List<String> modules =
                        group.stream().map(m -> ModelLayout.layer(layer, m)).toList();
                if (modules.stream().anyMatch(adapter::isBeside)) modules.forEach(m -> all.add(List.of(m)));
                else all.add(modules);
            }
        return all;
    }

    private void pack(List<String> modules, WeightedSumFiles models, AdapterWeights adapter, WeightFile files)
            throws IOException {
        try (TensorScope scope = new TensorScope()) {
            TensorVector parts = new TensorVector();
            for (String module : modules) {
                String name = module + ".weight";
                // A tied embedding is packed as the output layer; its rows are looked up in the file.
                if (models.config().tied() && name.equals(ModelLayout.OUTPUT)) name = ModelLayout.EMBEDDING;
                List<WeightedTensor> sum = models.summands(name);
                Tensor part = adapter.changed(name, files.read(sum), files);
                parts.push_back(part);
                // A sum is in no file, and too large to compute again.
                if (name.equals(ModelLayout.EMBEDDING) && !WeightFile.isOne(sum)) keep(name, part);
            }
            packed.put(modules, PackedMatrix.of(modules.size() == 1 ? parts.get(0) : torch.cat(parts, 0)));
        }
    }

    private void keep(String name, Tensor tensor) {
        plain.put(name, TensorScope.own(tensor));
    }

    /** A tensor that is not packed. */
    Tensor tensor(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " was not loaded"));
    }

    Optional<Tensor> find(String name) {
        return Optional.ofNullable(plain.get(name));
    }

    /** The matrices of modules stacked as one, if they were packed that way. */
    Optional<Product> together(List<String> modules) {
        return Optional.ofNullable(packed.get(modules));
    }

    /** The biases of modules stacked as one, if they have any. */
    Optional<Tensor> biases(List<String> modules) {
        List<Tensor> found =
                modules.stream().flatMap(m -> find(m + ".bias").stream()).toList();
        if (found.size() <= 1) return found.stream().findFirst();
        String name = String.join("+", modules) + ".bias";
        try (TensorScope scope = new TensorScope()) {
            if (find(name).isEmpty()) keep(name, torch.cat(new TensorVector(found.toArray(new Tensor[0])), 0));
        }
        return find(name);
    }

    Product matrix(String module) {
        return together(List.of(module)).orElseGet(() -> new PlainMatrix(tensor(module + ".weight")));
    }

    @Nullable
    LoraFactors adapter(String name) {
        return adapters.get(name);
    }

    /** All tensors, to be trained. */
    List<Parameter> parameters() {
        return plain.entrySet().stream()
                .map(e -> new Parameter(e.getKey(), e.getValue()))
                .sorted(Comparator.comparing(Parameter::name))
                .toList();
    }

    /** Factors of the adapters, to be trained. */
    List<Parameter> adapterParameters() {
        List<Parameter> all = new ArrayList<>();
        new TreeMap<>(adapters).forEach((weight, adapter) -> {
            String module = weight.substring(0, weight.length() - ".weight".length());
            all.add(new Parameter(module + ".lora_A.weight", adapter.a()));
            all.add(new Parameter(module + ".lora_B.weight", adapter.b()));
        });
        return all;
    }

    /** Adds a new adapter to a module, and takes ownership of it. */
    void addAdapter(String module, LoraFactors adapter) {
        adapters.put(module + ".weight", adapter);
    }

    @Override
    public void close() {
        plain.values().forEach(TensorScope::free);
        plain.clear();
        packed.values().forEach(PackedMatrix::close);
        packed.clear();
        for (LoraFactors a : adapters.values()) {
            TensorScope.free(a.a());
            TensorScope.free(a.b());
        }
        adapters.clear();
    }
}
