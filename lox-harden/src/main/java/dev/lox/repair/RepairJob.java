// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.TensorLoop;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What becomes of one tensor of the fine-tuned model. */
sealed interface RepairJob extends TensorLoop.Job {
    StoredTensor finetuned();

    /** Copied, cast if the result has another dtype. */
    record Copy(String name, StoredTensor finetuned, String reason) implements RepairJob {
        @Override
        public List<StoredTensor> inputs() {
            return List.of(finetuned);
        }
    }

    /**
     * Repaired by the request's method.
     *
     * @param base if the method reads it
     */
    record Mend(String name, StoredTensor finetuned, StoredTensor aligned, Optional<StoredTensor> base)
            implements RepairJob {
        static final int ALIGNED = 1;
        static final int BASE = 2;

        @Override
        public List<StoredTensor> inputs() {
            return Stream.concat(Stream.of(finetuned, aligned), base.stream()).toList();
        }

        Shape shape() {
            return finetuned.shape();
        }

        long rows() {
            return shape().dim(-2);
        }

        int cols() {
            return Math.toIntExact(shape().dim(-1));
        }
    }
}
