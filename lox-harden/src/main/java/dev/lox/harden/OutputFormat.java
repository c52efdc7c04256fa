// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.util.List;

/** The form a result is written in. */
public enum OutputFormat {
    /** A whole model. */
    CHECKPOINT("checkpoint") {
        @Override
        void check(WeightMethod method, Numerics numerics, Problems problems) {}

        @Override
        void check(ModelSet models, List<TensorJob> jobs, Problems problems, List<String> notes) {}

        @Override
        boolean merges() {
            return true;
        }

        @Override
        long bytes(EditPlan plan) {
            return plan.layout().bytes();
        }

        @Override
        long diskBytes(EditPlan plan) throws IOException {
            return bytes(plan) + plan.layout().sideBytes();
        }

        @Override
        Result open(EditPlan plan, OutputFolder folder) throws IOException {
            return CheckpointResult.open(plan, folder);
        }
    },

    /** A PEFT LoRA adapter that holds what the edit adds to the model. */
    ADAPTER("adapter") {
        @Override
        void check(WeightMethod method, Numerics numerics, Problems problems) {
            if (method.delta().isEmpty())
                problems.add(
                        "%s: %s %s writes whole weights, which an adapter does not hold",
                        Setting.of("format", "adapter"), Setting.of("method"), method.label());
            else if (method.delta().get().extrapolation().rank().isFull())
                problems.add(
                        "%s: an adapter has low rank, it cannot hold %s",
                        Setting.of("format", "adapter"), Setting.of("rank", "full"));
            if (numerics.arithmetic() == Arithmetic.REFERENCE)
                problems.add(
                        "%s: %s rounds whole weights, which an adapter does not hold",
                        Setting.of("format", "adapter"), Setting.of("compat", "reference"));
        }

        @Override
        void check(ModelSet models, List<TensorJob> jobs, Problems problems, List<String> notes) {
            AdapterResult.check(models, jobs, problems, notes);
        }

        @Override
        boolean merges() {
            return false;
        }

        @Override
        long bytes(EditPlan plan) {
            return plan.jobs().stream()
                    .mapToLong(j -> AdapterResult.bytes(j, plan))
                    .sum();
        }

        @Override
        long diskBytes(EditPlan plan) {
            // Tensors are spooled first, as their ranks may not be known, and then put together.
            return 2 * bytes(plan);
        }

        @Override
        Result open(EditPlan plan, OutputFolder folder) throws IOException {
            return AdapterResult.open(plan, folder);
        }
    };

    private final String label;

    OutputFormat(String label) {
        this.label = label;
    }

    /** As on the command line and in {@code lox.json}. */
    public String label() {
        return label;
    }

    /** Refuses options that the format cannot hold. */
    abstract void check(WeightMethod method, Numerics numerics, Problems problems);

    /** Refuses tensors that the format cannot hold. */
    abstract void check(ModelSet models, List<TensorJob> jobs, Problems problems, List<String> notes);

    /** Whether updates are added to the weights, and not kept beside them. */
    abstract boolean merges();

    /** Bytes of the weight files; of an adapter whose ranks depend on the spectra, what is known from headers. */
    abstract long bytes(EditPlan plan);

    /** Disk space the run needs, in bytes. */
    abstract long diskBytes(EditPlan plan) throws IOException;

    abstract Result open(EditPlan plan, OutputFolder folder) throws IOException;
}
