// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Problems;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.TensorSink;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How new weights are computed from those of two or three models of one architecture. The methods before fine-tuning
 * start from the aligned model, the repairs from the fine-tuned one.
 */
public sealed interface WeightMethod permits DeltaMethod, SafeLora, WiseFt {
    /** Its name on the command line and in {@code lox.json}. */
    String label();

    /** The models it reads; the one that the result starts from comes first. */
    List<Role> roles();

    /** The model that the result starts from: it gives tensors, dtypes, files and all that is not edited. */
    default Role target() {
        return roles().get(0);
    }

    /** Adds the method and its parameters to recorded options. */
    ObjectNode describe(ObjectNode options);

    /** What it does, in a few words for people. */
    String caption();

    /** Heading and text of the result's model card. */
    String card();

    /** Rows of the card's table: label, then value. */
    default List<List<String>> cardRows(Collection<TensorOutcome> outcomes) {
        return List.of(List.of("tensors changed", TensorOutcome.changedOf(outcomes)));
    }

    /** The same with another alpha; the same if it has none. */
    default WeightMethod withAlpha(double alpha) {
        return this;
    }

    /** Refuses parameters that contradict each other. */
    default void check(Problems problems) {}

    /** Whether it edits tensors of real numbers of this shape. */
    default boolean takes(Shape shape) {
        return shape.rank() >= 2;
    }

    /** Native memory it needs for one matrix besides stored bytes and delta, in bytes. */
    default long workBytes(long rows, int cols, Numerics numerics) {
        return 0;
    }

    /** Whether keeping ΔW in memory, 4 bytes an element, saves reading it again. */
    default boolean keepsDelta() {
        return false;
    }

    /** How many directions of ΔW it adds, if it adds a part of ΔW. */
    default Optional<RankChoice> directions() {
        return delta().map(m -> m.extrapolation().rank());
    }

    /** The method as one that adds a part of ΔW, if it is one. */
    default Optional<DeltaMethod> delta() {
        return Optional.empty();
    }

    /**
     * Writes one edited tensor.
     *
     * @param inputs stored bytes, in the order of {@link #roles()}
     * @return what was done
     */
    TensorOutcome write(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor, TensorSink sink)
            throws IOException;
}
