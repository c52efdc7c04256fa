// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.CheckpointLayout;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request that its inputs' headers allow: every tensor's job, in the order of the files. Holds the inputs open.
 *
 * @param model the checkpoint the result starts from: the aligned one, or the base under an adapter
 * @param adapter the aligned adapter, if that is what was given
 * @param layout the result's files; for an adapter as result only its side files count
 * @param job everything the result depends on, as one text
 * @param notes what a user should know before it starts
 * @param alphaSearch how alpha was found, for the record; none if it was given
 */
public record HardenPlan(
        HardenRequest request,
        Checkpoint base,
        Checkpoint model,
        Optional<PeftAdapter> adapter,
        CheckpointLayout layout,
        List<TensorJob> jobs,
        String job,
        List<String> notes,
        Optional<ObjectNode> alphaSearch)
        implements AutoCloseable {

    /** The same plan, which says in its result's record how alpha was found. */
    public HardenPlan recording(ObjectNode search) {
        return new HardenPlan(request, base, model, adapter, layout, jobs, job, notes, Optional.of(search));
    }

    /** Tensors that are extrapolated. */
    public long hardened() {
        return jobs.stream().filter(j -> !(j instanceof TensorJob.Copy)).count();
    }

    /** Tensors that are copied. */
    public long copied() {
        return jobs.size() - hardened();
    }

    /** Bytes of all weight files read. */
    public long inputBytes() {
        return Stream.concat(baseFiles().stream(), alignedFiles().stream())
                .mapToLong(f -> f.header().dataStart() + f.header().dataBytes())
                .sum();
    }

    /** Bytes of weight files written; of an adapter whose ranks are not fixed, what is known of them. */
    public long outputBytes() {
        if (!request.asAdapter()) return layout.bytes();
        return jobs.stream().mapToLong(j -> AdapterResult.bytes(j, this)).sum();
    }

    /** Upper bound of the native memory that workers hold together. */
    public long memoryBytes() {
        long largest =
                jobs.stream().mapToLong(j -> Footprint.of(j, request)).max().orElse(0);
        return Math.min(request.maxMemory(), largest * request.threads());
    }

    /** The weight files read for the delta's other side: those of the base. */
    List<SafetensorsFile> baseFiles() {
        return base.shards();
    }

    /** The weight files of the aligned model or adapter. */
    List<SafetensorsFile> alignedFiles() {
        return adapter.map(a -> List.of(a.file())).orElse(model.shards());
    }

    @Override
    public void close() throws IOException {
        base.close();
        model.close();
        if (adapter.isPresent()) adapter.get().close();
    }
}
