// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * Owner of the native tensors of one unit of work: what is made on this thread while it is open is freed when it closes,
 * unless kept. Scopes nest, and never cross threads.
 */
public final class TensorScope implements AutoCloseable {
    static {
        Torch.settle();
    }

    private final @Nullable PointerScope outer = PointerScope.getInnerScope();
    private final PointerScope scope = new PointerScope();

    /** Lets a tensor outlive this scope: the scope around it owns it then, or, where there is none, the caller. */
    public <P extends Pointer> P keep(P tensor) {
        if (outer == null) return own(tensor);
        outer.attach(tensor);
        return tensor;
    }

    /** Lets a tensor outlive every scope; {@link #free} ends it. */
    public static <P extends Pointer> P own(P tensor) {
        tensor.retainReference();
        return tensor;
    }

    /** Gives up a tensor that {@link #own} kept. */
    public static void free(Pointer tensor) {
        tensor.releaseReference();
    }

    @Override
    public void close() {
        scope.close();
    }
}
