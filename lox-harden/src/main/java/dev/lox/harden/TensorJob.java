// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.util.List;

/** What becomes of one tensor of the result. */
sealed interface TensorJob {
    /** Its name in the result. */
    String name();

    /** The stored values the result starts from. */
    StoredTensor start();

    /** All tensors it is made from, the one it starts from first. */
    default List<StoredTensor> inputs() {
        return List.of(start());
    }

    /** Native memory it needs besides stored bytes and delta, in bytes. */
    default long workBytes(EditRequest request) {
        return 0;
    }

    /** Bytes of the delta if it were kept in memory; 0 if that saves nothing. */
    default long deltaBytes(WeightMethod method) {
        return 0;
    }

    /** Whether a result in an adapter is made from its stored bytes. */
    default boolean feedsAdapter() {
        return false;
    }

    /** Makes the tensor and records what was done. */
    TensorOutcome put(Result result, TensorInputs inputs, TensorEditor editor) throws IOException;

    default Shape shape() {
        return start().shape();
    }

    /** Copied, cast if the result has another dtype. */
    record Copy(String name, StoredTensor start, String reason) implements TensorJob {
        @Override
        public TensorOutcome put(Result result, TensorInputs inputs, TensorEditor editor) throws IOException {
            return result.copy(this, inputs, editor);
        }
    }

    /**
     * Edited by the request's method; rows of {@code start} that another model does not have are copied.
     *
     * @param roles of the inputs, in the same order
     */
    record Edit(String name, List<StoredTensor> inputs, List<Role> roles) implements TensorJob {
        @Override
        public StoredTensor start() {
            return inputs.get(0);
        }

        /** Where a role's tensor is among the inputs. */
        int index(Role role) {
            return roles.indexOf(role);
        }

        /** How many matrices it holds: the product of all its dimensions but the last two. */
        long matrices() {
            return shape().matrices();
        }

        /** Rows that all models have. */
        long rows() {
            return inputs.stream().mapToLong(t -> t.shape().dim(-2)).min().orElseThrow();
        }

        int cols() {
            return Math.toIntExact(shape().dim(-1));
        }

        @Override
        public long workBytes(EditRequest request) {
            return shape().rank() < 2 ? 0 : request.method().workBytes(rows(), cols(), request.numerics());
        }

        @Override
        public long deltaBytes(WeightMethod method) {
            return method.keepsDelta() ? 4 * rows() * cols() : 0;
        }

        @Override
        public boolean feedsAdapter() {
            return true;
        }

        @Override
        public TensorOutcome put(Result result, TensorInputs inputs, TensorEditor editor) throws IOException {
            return result.edit(this, inputs, editor);
        }
    }

    /** start + s·BA and the method's part of it, start being the base's tensor, or what the adapter has saved of it. */
    record Adapt(String name, StoredTensor start, LoraPair pair) implements TensorJob {
        @Override
        public long workBytes(EditRequest request) {
            return 4 * 8 * (pair.a().shape().elements() + pair.b().shape().elements());
        }

        @Override
        public TensorOutcome put(Result result, TensorInputs inputs, TensorEditor editor) throws IOException {
            return result.adapt(this, inputs, editor);
        }
    }
}
