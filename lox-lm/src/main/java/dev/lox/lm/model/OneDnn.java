// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

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
 * Products by oneDNN, through operators that the binding has no methods for. They share the threads of all other
 * operations, while OpenBLAS has its own, which compete with them (docs/decisions.md). They have no gradient.
 */
final class OneDnn {
    private static final OperatorHandle REORDER = find("mkldnn::_reorder_linear_weight");
    private static final OperatorHandle LINEAR = find("mkldnn::_linear_pointwise");
    private static final IValue NO_POINTWISE = TensorScope.own(new IValue("none"));
    private static final IValue NO_ALGORITHM = TensorScope.own(new IValue(""));
    private static final IValue NO_SCALARS = noScalars();

    private OneDnn() {}

    private static OperatorHandle find(String name) {
        return TensorScope.own(Dispatcher.singleton().findSchemaOrThrow(name, ""));
    }

    /** The binding cannot create a list of this type; a script can. */
    private static IValue noScalars() {
        CompilationUnit unit = torch.compile("def none():\n  x : List[Optional[number]] = []\n  return x\n");
        return TensorScope.own(unit.get_function(new QualifiedName("none")).apply(new IValueVector()));
    }

    /**
     * x·Wᵀ + b.
     *
     * @param weight [out, in] with any strides, or as {@link #reordered} gives it
     */
    static Tensor linear(Tensor x, Tensor weight, @Nullable Tensor bias) {
        return call(
                LINEAR,
                new IValue(x),
                new IValue(weight),
                bias == null ? new IValue() : new IValue(bias),
                NO_POINTWISE,
                NO_SCALARS,
                NO_ALGORITHM);
    }

    /** A weight in the order that is fastest for some number of rows; it works for any number. */
    static Tensor reordered(Tensor weight, long rows) {
        return call(REORDER, new IValue(weight), new IValue(rows));
    }

    /** The stack's own tensor goes with the stack. */
    private static Tensor call(OperatorHandle operator, IValue... arguments) {
        IValueVector stack = new IValueVector(arguments);
        operator.callBoxed(stack);
        return new Tensor(stack.get(0).toTensor());
    }
}
