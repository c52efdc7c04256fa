// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Owner of the native tensors of one unit of work. Tensors created on this thread while it is open are freed when it closes,
 * unless kept. Scopes nest, and never cross threads.
 */
final class TensorScope implements AutoCloseable {
    static {
        Torch.settle();
    }

    private final @Nullable PointerScope outer = PointerScope.getInnerScope();
    private final PointerScope scope = new PointerScope();

    /** Lets a tensor outlive this scope: the enclosing scope owns it then or, if there is none, the caller. */
    <P extends Pointer> P keep(P tensor) {
        if (outer == null) return own(tensor);
        outer.attach(tensor);
        return tensor;
    }

    /** Lets a tensor outlive every scope, until {@link #free}. */
    static <P extends Pointer> P own(P tensor) {
        tensor.retainReference();
        return tensor;
    }

    /** Releases a tensor that {@link #own} kept. */
    static void free(Pointer tensor) {
        tensor.releaseReference();
    }

    @Override
    public void close() {
        scope.close();
    }
}
