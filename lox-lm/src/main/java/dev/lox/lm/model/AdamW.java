// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Adam with decoupled weight decay (Loshchilov &amp; Hutter 2019), by libtorch's fused kernel. */
public final class AdamW implements AutoCloseable {
    /**
     * Settings that are constant throughout a run.
     *
     * @param weightDecay of matrices; norms and biases have none
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay) {}

    private final Settings settings;
    private final List<Moments> all = new ArrayList<>();
    private long steps;

    /** A parameter's first and second moment. */
    record Moments(Parameter parameter, Tensor first, Tensor second) {}

    public AdamW(TrainableLm model, Settings settings) {
        this.settings = settings;
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            for (Parameter p : model.parameters())
                all.add(new Moments(
                        p, TensorScope.own(torch.zeros_like(p.value())), TensorScope.own(torch.zeros_like(p.value()))));
        }
    }

    List<Moments> moments() {
        return all;
    }

    /** Steps done, for bias correction. */
    void goOnFrom(long steps) {
        this.steps = steps;
    }

    /** The norm of the whole gradient. */
    public double gradientNorm() {
        double squares = 0;
        try (TensorScope scope = new TensorScope()) {
            for (Moments m : all) {
                Tensor gradient = m.parameter.value().grad();
                if (!gradient.defined()) continue;
                double norm = torch.linalg_vector_norm(gradient).item_float();
                squares += norm * norm;
            }
        }
        return Math.sqrt(squares);
    }

    /**
     * Updates the parameters and drops their gradients.
     *
     * @param scale factor on the gradients, for clipping
     */
    public void step(double rate, double scale) {
        steps++;
        try (TensorScope scope = new TensorScope();
                NoGradGuard guard = new NoGradGuard()) {
            step(true, rate, scale);
            step(false, rate, scale);
            for (Moments m : all) Gradients.clear(m.parameter.value());
        }
    }

    private void step(boolean decays, double rate, double scale) {
        List<Moments> part = all.stream()
                .filter(m -> m.parameter.decays() == decays
                        && m.parameter.value().grad().defined())
                .toList();
        if (part.isEmpty()) return;
        TensorOptions options = part.get(0).parameter.value().options();
        Tensor count = torch.full(new long[] {}, new Scalar((double) steps), options);
        // The kernel divides gradients by it.
        Tensor divisor = torch.full(new long[] {}, new Scalar(1 / scale), options);
        Fused.STEP.callBoxed(new IValueVector(
                list(part, m -> m.parameter.value()),
                list(part, m -> m.parameter.value().grad()),
                list(part, Moments::first),
                list(part, Moments::second),
                Fused.UNIT.get_function(new QualifiedName("none")).apply(new IValueVector()),
                list(part, m -> count),
                new IValue(rate),
                new IValue(settings.beta1),
                new IValue(settings.beta2),
                new IValue(decays ? settings.weightDecay : 0.0),
                new IValue(settings.epsilon),
                new IValue(false),
                new IValue(false),
                new IValue(divisor),
                new IValue()));
    }

    private static IValue list(List<Moments> part, Function<Moments, Tensor> member) {
        Tensor first = member.apply(part.get(0));
        IValue list = Fused.UNIT.get_function(new QualifiedName("one")).apply(new IValueVector(new IValue(first)));
        TensorList tensors = list.toTensorList();
        for (Moments m : part.subList(1, part.size())) tensors.push_back(member.apply(m));
        return list;
    }

    @Override
    public void close() {
        for (Moments m : all) {
            TensorScope.free(m.first);
            TensorScope.free(m.second);
        }
        all.clear();
    }

    /** The kernel. The binding has no method for it and cannot create its list arguments; a script can. */
    private static final class Fused {
        static final OperatorHandle STEP =
                TensorScope.own(Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", ""));
        static final CompilationUnit UNIT = TensorScope.own(torch.compile("""
                def none():
                  x : List[Tensor] = []
                  return x
                def one(x : Tensor):
                  return [x]
                """));
    }
}
