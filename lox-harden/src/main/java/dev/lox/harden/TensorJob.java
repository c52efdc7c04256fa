// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.util.List;

/** What becomes of one tensor of the result. */
sealed interface TensorJob extends TensorLoop.Job {
    /** The stored values the result starts from. */
    StoredTensor start();

    /** Copied, cast if the result has another dtype. */
    record Copy(String name, StoredTensor start, String reason) implements TensorJob {}

    /**
     * start + α·Proj(start − base); rows of {@code start} past those of {@code base} are copied.
     *
     * @param matrices how many matrices the tensor holds: the product of all its dimensions but the last two
     */
    record Extrapolate(String name, StoredTensor start, StoredTensor base, long matrices) implements TensorJob {
        long rows() {
            return base.shape().dim(-2);
        }

        int cols() {
            return Math.toIntExact(base.shape().dim(-1));
        }
    }

    /** start + s·BA + α·Proj(s·BA), start being the base, or what the adapter has saved of it. */
    record Adapt(String name, StoredTensor start, LoraPair pair) implements TensorJob {}

    @Override
    default List<StoredTensor> inputs() {
        return this instanceof Extrapolate e ? List.of(e.start, e.base) : List.of(start());
    }

    default Shape shape() {
        return start().shape();
    }
}
