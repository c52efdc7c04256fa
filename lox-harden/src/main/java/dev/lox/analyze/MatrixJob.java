// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.IoBuffer;
import dev.lox.harden.StoredDelta;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One matrix to analyse. A tensor of more than two dimensions, such as a stack of experts, makes a job for each of its
 * matrices, named {@code tensor[i]} in row-major order.
 *
 * @param matrix which of the tensor's matrices
 * @param linear whether it multiplies activations: anything but an input embedding that is nothing else
 */
record MatrixJob(
        String name,
        StoredTensor base,
        StoredTensor aligned,
        Optional<StoredTensor> finetuned,
        long matrix,
        boolean linear) {
    /** Rows present in all models: those of words that were added to the vocabulary on the way are left out. */
    long rows() {
        return Stream.of(Optional.of(base), Optional.of(aligned), finetuned)
                .flatMap(Optional::stream)
                .mapToLong(t -> t.shape().dim(-2))
                .min()
                .orElseThrow();
    }

    int cols() {
        return Math.toIntExact(base.shape().dim(-1));
    }

    Shape shape() {
        return Shape.of(rows(), cols());
    }

    /** Stored bytes of the matrix in the aligned model. */
    long bytes() {
        return rows() * cols() * aligned.dtype().bytes();
    }

    StoredDelta delta(StoredTensor from, StoredTensor to, IoBuffer buffer) {
        return StoredDelta.between(from, to, matrix, rows(), buffer);
    }
}
