// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.CheckpointLayout;
import dev.lox.checkpoint.SafetensorsFile;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A request that its inputs' headers allow: every tensor's job, in the order of the files. Holds the inputs open.
 *
 * @param base if one was given
 * @param layout the result's files
 * @param job everything the result depends on, as one text
 */
public record RepairPlan(
        RepairRequest request,
        Optional<Checkpoint> base,
        Checkpoint aligned,
        Checkpoint finetuned,
        CheckpointLayout layout,
        List<RepairJob> jobs,
        String job)
        implements AutoCloseable {

    /** Tensors that the method looks at. */
    public long selected() {
        return jobs.stream().filter(j -> j instanceof RepairJob.Mend).count();
    }

    /** Tensors that are copied. */
    public long copied() {
        return jobs.size() - selected();
    }

    /** The weight files that are read. */
    List<SafetensorsFile> files() {
        return Stream.of(baseFiles(), aligned.shards(), finetuned.shards())
                .flatMap(List::stream)
                .toList();
    }

    /** Those of the base, if the method reads it. */
    List<SafetensorsFile> baseFiles() {
        return request.method().needsBase() ? base.orElseThrow().shards() : List.of();
    }

    /** Bytes of all weight files read. */
    public long inputBytes() {
        return files().stream()
                .mapToLong(f -> f.header().dataStart() + f.header().dataBytes())
                .sum();
    }

    /** Bytes of weight files written. */
    public long outputBytes() {
        return layout.bytes();
    }

    /** Upper bound of the native memory that workers hold together. */
    public long memoryBytes() {
        RepairFootprint footprint = RepairFootprint.of(request);
        long largest = jobs.stream().mapToLong(footprint::of).max().orElse(0);
        return Math.min(request.maxMemory(), largest * request.threads());
    }

    @Override
    public void close() {
        base.ifPresent(Checkpoint::close);
        aligned.close();
        finetuned.close();
    }
}
