// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.CheckpointLayout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A request that its inputs' headers allow: one job for every tensor, in the order of the files. Holds the inputs open.
 *
 * @param layout the result's files; of an adapter only the side files
 * @param job digest of everything the result depends on
 * @param notes what a user should know before it starts
 * @param alphaSearch how alpha was found, for the record; empty if it was given
 */
public record EditPlan(
        EditRequest request,
        ModelSet models,
        CheckpointLayout layout,
        List<TensorJob> jobs,
        String job,
        List<String> notes,
        Optional<ObjectNode> alphaSearch)
        implements AutoCloseable {

    /** The same plan; its result's record says how alpha was found. */
    public EditPlan recording(ObjectNode search) {
        return new EditPlan(request, models, layout, jobs, job, notes, Optional.of(search));
    }

    /**
     * Makes the result. It appears whole in its folder, or the finished tensors are kept so that a later run can resume.
     *
     * @param progress told as tensors are done
     * @throws InvalidTensorException if a tensor holds NaN or infinity or its result overflows; nothing is left then
     * @throws IOException if reading or writing failed
     */
    public EditReport run(Progress progress) throws IOException, InterruptedException {
        return OutputRun.into(this, progress);
    }

    /** The model the result starts from. */
    Checkpoint target() {
        return models.get(request.method().target());
    }

    /** Tensors of the result. */
    public int tensors() {
        return jobs.size();
    }

    /** Tensors that the method edits. */
    public long edited() {
        return jobs.size() - copied();
    }

    /** Tensors that are copied. */
    public long copied() {
        return jobs.stream().filter(j -> j instanceof TensorJob.Copy).count();
    }

    /** Bytes of all weight files read. */
    public long inputBytes() {
        return models.files().stream()
                .mapToLong(f -> f.header().dataStart() + f.header().dataBytes())
                .sum();
    }

    /** Bytes of weight files written; of an adapter whose ranks depend on the spectra, what is known of them. */
    public long outputBytes() {
        return request.output().format().bytes(this);
    }

    /** Upper bound of the native memory that workers hold together. */
    public long memoryBytes() {
        Footprint footprint = new Footprint(request);
        long largest = jobs.stream().mapToLong(footprint::of).max().orElse(0);
        return Math.min(request.limits().memory(), largest * request.limits().threads());
    }

    @Override
    public void close() throws IOException {
        models.close();
    }
}
