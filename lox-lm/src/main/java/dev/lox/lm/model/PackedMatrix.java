// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A weight matrix in the order oneDNN's kernels read it, so that no product has to rearrange it first. Its products run on
 * the threads that all other operations run on, where OpenBLAS has threads of its own that wait for each other
 * (docs/decisions.md). For inference on a CPU only: it has no gradient.
 */
final class PackedMatrix implements Product, AutoCloseable {
    /** Rows that the order is chosen for; products with any other number use it as it is. */
    private static final long ROWS = 64;

    private final Tensor weight;

    private PackedMatrix(Tensor weight) {
        this.weight = weight;
    }

    /** Packs [out, in]; the result is owned by the caller, the original is not needed any more. */
    static PackedMatrix of(Tensor weight) {
        try (TensorScope scope = new TensorScope()) {
            IValueVector stack = new IValueVector(new IValue(weight), new IValue(ROWS));
            Operators.REORDER.callBoxed(stack);
            return new PackedMatrix(TensorScope.own(result(stack)));
        }
    }

    @Override
    public Tensor apply(Tensor x, @Nullable Tensor bias) {
        IValueVector stack = new IValueVector(
                new IValue(x),
                new IValue(weight),
                bias == null ? new IValue() : new IValue(bias),
                Operators.NO_POINTWISE,
                Operators.NO_SCALARS,
                Operators.NO_ALGORITHM);
        Operators.LINEAR.callBoxed(stack);
        return result(stack);
    }

    /** What an operator left; the stack's own tensor goes with the stack. */
    private static Tensor result(IValueVector stack) {
        return new Tensor(stack.get(0).toTensor());
    }

    @Override
    public void close() {
        TensorScope.free(weight);
    }

    /** Handles of the operators, which the binding has no methods for. */
    private static final class Operators {
        static final OperatorHandle REORDER = find("mkldnn::_reorder_linear_weight");
        static final OperatorHandle LINEAR = find("mkldnn::_linear_pointwise");
        static final IValue NO_POINTWISE = kept(new IValue("none"));
        static final IValue NO_ALGORITHM = kept(new IValue(""));
        static final IValue NO_SCALARS = noScalars();

        private static OperatorHandle find(String name) {
            return kept(Dispatcher.singleton().findSchemaOrThrow(name, ""));
        }

        /** The binding can make no list of this type; a script can. */
        private static IValue noScalars() {
            CompilationUnit unit = torch.compile("def none():\n  x : List[Optional[number]] = []\n  return x\n");
            return kept(unit.get_function(new QualifiedName("none")).apply(new IValueVector()));
        }

        private static <P extends Pointer> P kept(P pointer) {
            return TensorScope.own(pointer);
        }
    }
}
