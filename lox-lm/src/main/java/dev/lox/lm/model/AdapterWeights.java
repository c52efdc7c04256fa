// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.config.ModelConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** A LoRA adapter that is loaded onto a model: merged into its weights, or applied beside them. */
final class AdapterWeights implements AutoCloseable {
    private final @Nullable PeftAdapter adapter;
    private final boolean merge;

    private AdapterWeights(@Nullable PeftAdapter adapter, boolean merge) {
        this.adapter = adapter;
        this.merge = merge;
    }

    /**
     * Opens the adapter that the options name, if any.
     *
     * @throws InvalidInputException with all problems, if it does not fit the model
     */
    static AdapterWeights open(LoadOptions options, ModelConfig config) throws IOException {
        if (options.adapter().isEmpty()) return new AdapterWeights(null, false);
        PeftAdapter adapter = PeftAdapter.open(options.adapter().get()).on(config.modelType());
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
        Problems problems = new Problems();
        adapter.pairs().forEach((name, pair) -> {
            Shape shape = layout.get(name);
            if (shape == null) problems.add(where + "the model has no tensor " + name);
            else if (!shape.equals(pair.target()))
                problems.add(where + "factors for " + name + " give " + pair.target() + ", expected " + shape);
            else if (!ModelLayout.isUsable(pair.a()) || !ModelLayout.isUsable(pair.b()))
                problems.add(where + "factors for " + name + " are stored as "
                        + pair.a().dtype().torchName() + ", expected float32, bfloat16, float16 or float64");
            else if (!merge && (pair.transposed() || name.equals(ModelLayout.EMBEDDING)))
                problems.add("%sfactors for %s cannot stand beside it; pass %s", where, name, Setting.of("merge"));
        });
        adapter.saved().forEach((name, stored) -> {
            Shape shape = layout.get(name);
            if (shape == null) problems.add(where + "the model has no tensor " + name);
            else if (!shape.equals(stored.shape()))
                problems.add(where + "tensor " + name + " is " + stored.shape() + ", expected " + shape);
            else if (!ModelLayout.isUsable(stored))
                problems.add(where + "tensor " + name + " is stored as "
                        + stored.dtype().torchName() + ", expected float32, bfloat16, float16 or float64");
        });
        problems.refuse();
    }

    /** A tensor after the adapter: replaced if the adapter saved it whole, with the product of its factors added if merged. */
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

    /** Whether a module has factors that are not merged. */
    boolean isBeside(String module) {
        return adapter != null && !merge && adapter.pairs().containsKey(module + ".weight");
    }

    /** Factors that are not merged, by the weight's name; owned by the caller. */
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
