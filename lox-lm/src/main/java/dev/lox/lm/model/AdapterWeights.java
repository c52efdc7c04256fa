// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A LoRA adapter on its way onto a model: into its weights, or beside them. */
final class AdapterWeights implements AutoCloseable {
    private final @Nullable PeftAdapter adapter;
    private final boolean merge;

    private AdapterWeights(@Nullable PeftAdapter adapter, boolean merge) {
        this.adapter = adapter;
        this.merge = merge;
    }

    /**
     * Opens the adapter that the options name, if they name one.
     *
     * @throws BadInputException if it does not fit the model; all complaints at once
     */
    static AdapterWeights open(LoadOptions options, ModelConfig config) throws IOException {
        if (options.adapter().isEmpty()) return new AdapterWeights(null, false);
        PeftAdapter adapter = PeftAdapter.open(options.adapter().get());
        try {
            check(adapter, config, options.merge());
            return new AdapterWeights(adapter, options.merge());
        } catch (Throwable e) {
            adapter.close();
            throw e;
        }
    }

    private static void check(PeftAdapter adapter, ModelConfig config, boolean merge) {
        Map<String, Shape> layout = ModelLayout.of(config);
        String where = adapter.folder() + ": ";
        List<String> complaints = new ArrayList<>();
        adapter.pairs().forEach((name, pair) -> {
            Shape shape = layout.get(name);
            if (shape == null) complaints.add(where + "the model has no tensor " + name);
            else if (!shape.equals(pair.target()))
                complaints.add(where + "factors for " + name + " give " + pair.target() + ", expected " + shape);
            else if (!ModelLayout.isUsable(pair.a()) || !ModelLayout.isUsable(pair.b()))
                complaints.add(where + "factors for " + name + " are stored as "
                        + pair.a().dtype().torchName() + ", expected float32, bfloat16, float16 or float64");
            else if (!merge && (pair.transposed() || name.equals(ModelLayout.EMBEDDING)))
                complaints.add(where + "factors for " + name + " cannot stand beside it; pass --merge");
        });
        adapter.saved().forEach((name, stored) -> {
            Shape shape = layout.get(name);
            if (shape == null) complaints.add(where + "the model has no tensor " + name);
            else if (!shape.equals(stored.shape()))
                complaints.add(where + "tensor " + name + " is " + stored.shape() + ", expected " + shape);
            else if (!ModelLayout.isUsable(stored))
                complaints.add(where + "tensor " + name + " is stored as "
                        + stored.dtype().torchName() + ", expected float32, bfloat16, float16 or float64");
        });
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
    }

    /** A tensor as the adapter leaves it: replaced where it was saved whole, and with its factors where they are merged. */
    Tensor changed(String name, Tensor original, WeightFile files) throws IOException {
        if (adapter == null) return original;
        StoredTensor saved = adapter.saved().get(name);
        Tensor tensor = saved == null ? original : files.load(saved);
        LoraPair pair = adapter.pairs().get(name);
        if (!merge || pair == null) return tensor;
        ScalarType type = ScalarType.Float;
        Tensor product = files.load(pair.b()).to(type).mm(files.load(pair.a()).to(type));
        if (pair.transposed()) product = product.t();
        return tensor.to(type).add(product, new Scalar(pair.scaling())).to(tensor.scalar_type());
    }

    /** Whether factors of it stand beside a module's weight. */
    boolean isBeside(String module) {
        return adapter != null && !merge && adapter.pairs().containsKey(module + ".weight");
    }

    /** Factors that stand beside their weights, by the weight's name; owned by the caller. */
    Map<String, LoraFactors> live(WeightFile files) throws IOException {
        Map<String, LoraFactors> live = new HashMap<>();
        if (adapter == null || merge) return live;
        for (LoraPair pair : adapter.pairs().values())
            live.put(
                    pair.weight(),
                    new LoraFactors(
                            TensorScope.own(files.load(pair.a())),
                            TensorScope.own(files.load(pair.b())),
                            pair.scaling(),
                            0));
        return live;
    }

    @Override
    public void close() throws IOException {
        if (adapter != null) adapter.close();
    }
}
