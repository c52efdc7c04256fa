// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Puts a LoRA adapter onto loaded weights: into them, or beside them. */
final class AdapterWeights {
    private AdapterWeights() {}

    /**
     * Applies an adapter.
     *
     * @param weights by name, owned; those that change are replaced
     * @return live adapters by the weight they stand beside, their factors owned; none when merged
     */
    static Map<String, Linear.Adapter> apply(
            Path folder, boolean merge, ModelConfig config, Map<String, Tensor> weights, WeightFile files)
            throws IOException {
        try (PeftAdapter adapter = PeftAdapter.open(folder);
                TensorScope scope = new TensorScope()) {
            check(adapter, config, merge);
            for (Map.Entry<String, StoredTensor> saved : adapter.saved().entrySet())
                replace(weights, saved.getKey(), files.load(saved.getValue()));
            Map<String, Linear.Adapter> live = new HashMap<>();
            for (LoraPair pair : adapter.pairs().values()) {
                Tensor a = files.load(pair.a());
                Tensor b = files.load(pair.b());
                if (merge)
                    replace(
                            weights,
                            pair.weight(),
                            merged(Objects.requireNonNull(weights.get(pair.weight())), a, b, pair));
                else
                    live.put(pair.weight(), new Linear.Adapter(TensorScope.own(a), TensorScope.own(b), pair.scaling()));
            }
            return live;
        }
    }

    private static void check(PeftAdapter adapter, ModelConfig config, boolean merge) {
        Map<String, Shape> layout = ModelLayout.of(config);
        List<String> complaints = new ArrayList<>();
        adapter.pairs().forEach((name, pair) -> {
            Shape shape = layout.get(name);
            if (shape == null) complaints.add(adapter.folder() + ": the model has no tensor " + name);
            else if (!shape.equals(pair.target()))
                complaints.add(
                        adapter.folder() + ": factors for " + name + " give " + pair.target() + ", expected " + shape);
            else if (!merge && (pair.transposed() || name.equals(ModelLayout.EMBEDDING)))
                complaints.add(
                        adapter.folder() + ": " + name + " is an embedding, which can only be merged; pass --merge");
        });
        adapter.saved().forEach((name, stored) -> {
            Shape shape = layout.get(name);
            if (shape == null) complaints.add(adapter.folder() + ": the model has no tensor " + name);
            else if (!shape.equals(stored.shape()))
                complaints.add(adapter.folder() + ": tensor " + name + " is " + stored.shape() + ", expected " + shape);
        });
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
    }

    private static Tensor merged(Tensor weight, Tensor a, Tensor b, LoraPair pair) {
        ScalarType type = ScalarType.Float;
        Tensor product = b.to(type).mm(a.to(type));
        if (pair.transposed()) product = product.t();
        return weight.to(type).add(product, new Scalar(pair.scaling())).to(weight.scalar_type());
    }

    private static void replace(Map<String, Tensor> weights, String name, Tensor tensor) {
        Tensor old = weights.put(name, TensorScope.own(tensor));
        if (old != null) TensorScope.free(old);
    }
}
