// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.CheckpointLayout;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.Complaints;
import dev.lox.harden.JobText;
import dev.lox.harden.OutputRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From headers alone, before anything is computed or written: a plan, or every complaint at once. */
public final class RepairPreflight {
    /** A chunk of rows must fit an array. */
    private static final long MOST_COLUMNS = 1 << 20;

    private static final String REMEDY = "repair the unquantised model, then quantise";

    private final RepairRequest request;
    private final Complaints complaints = new Complaints();

    private RepairPreflight(RepairRequest request) {
        this.request = request;
    }

    /**
     * Checks a request against its inputs and the disk.
     *
     * @throws BadInputException with all complaints
     * @throws dev.lox.harden.NotEnoughSpaceException if only the disk stands in the way
     */
    public static RepairPlan check(RepairRequest request) throws IOException {
        return new RepairPreflight(request).check();
    }

    private RepairPlan check() throws IOException {
        List<Path> inputs = Stream.concat(request.base().stream(), Stream.of(request.aligned(), request.finetuned()))
                .toList();
        complaints.checkApart(request.out(), inputs);
        for (int i = 1; i < inputs.size(); i++) checkDiffer(inputs.get(i - 1), inputs.get(i));
        Optional<Checkpoint> base = Optional.empty();
        Optional<Checkpoint> aligned = Optional.empty();
        Optional<Checkpoint> finetuned = Optional.empty();
        try {
            if (request.base().isPresent())
                base = complaints.model(request.base().get(), REMEDY);
            aligned = complaints.model(request.aligned(), REMEDY);
            finetuned = complaints.model(request.finetuned(), REMEDY);
            if (base.isPresent() != request.base().isPresent() || aligned.isEmpty() || finetuned.isEmpty())
                complaints.refuse();
            RepairPlan plan = plan(base, aligned.orElseThrow(), finetuned.orElseThrow());
            OutputRun.checkSpace(
                    request.out(), plan.outputBytes() + plan.layout().sideBytes());
            return plan;
        } catch (Throwable e) {
            Stream.of(base, aligned, finetuned).flatMap(Optional::stream).forEach(Checkpoint::close);
            throw e;
        }
    }

    private void checkDiffer(Path before, Path after) throws IOException {
        if (Files.exists(before) && Files.exists(after) && Files.isSameFile(before, after))
            complaints.add(after + ": is " + before + " itself, so there is nothing to tell the two models apart by");
    }

    private RepairPlan plan(Optional<Checkpoint> base, Checkpoint aligned, Checkpoint finetuned) throws IOException {
        List<RepairJob> jobs = jobs(base, aligned, finetuned);
        JobText text = new JobText()
                .options("repair", request.method(), request.dtype())
                .selection(request.selection());
        if (base.isPresent() && request.method().needsBase())
            text.files("base", base.get().shards());
        String job = text.files("aligned", aligned.shards())
                .files("finetuned", finetuned.shards())
                .digest();
        complaints.addAll(OutputFolder.complaints(request.out(), job, request.existing()));
        complaints.refuse();
        CheckpointLayout layout = CheckpointLayout.like(finetuned, request.dtype());
        return new RepairPlan(request, base, aligned, finetuned, layout, List.copyOf(jobs), job);
    }

    private List<RepairJob> jobs(Optional<Checkpoint> base, Checkpoint aligned, Checkpoint finetuned) {
        List<RepairJob> jobs = new ArrayList<>();
        for (StoredTensor tensor : finetuned.tensors().values()) jobs.add(job(tensor, base, aligned));
        for (Checkpoint other : Stream.concat(base.stream(), Stream.of(aligned)).toList())
            for (StoredTensor tensor : other.tensors().values())
                if (request.selection().selects(tensor.name())
                        && finetuned.tensorOrTied(tensor.name()).isEmpty())
                    complaints.add(request.finetuned() + ": tensor " + tensor.name() + " is missing, " + other.folder()
                            + " has it as " + tensor.shape() + "; are these of one model?");
        if (complaints.isEmpty() && jobs.stream().noneMatch(j -> j instanceof RepairJob.Mend))
            complaints.add(request.finetuned() + ": no tensor that --method "
                    + request.method().label() + " repairs is selected, so there is nothing to do");
        RepairFootprint footprint = RepairFootprint.of(request);
        for (RepairJob job : jobs)
            if (footprint.least(job) > request.maxMemory())
                complaints.add(
                        "--max-memory: " + job.name() + " " + job.finetuned().shape() + " needs "
                                + (footprint.least(job) >> 20) + "MB, got " + (request.maxMemory() >> 20) + "MB");
        return jobs;
    }

    private RepairJob job(StoredTensor tensor, Optional<Checkpoint> base, Checkpoint aligned) {
        String name = tensor.name();
        if (!request.selection().selects(name)) return new RepairJob.Copy(name, tensor, "excluded");
        Optional<StoredTensor> before = base.flatMap(b -> partner(tensor, b));
        Optional<StoredTensor> after = partner(tensor, aligned);
        if (!tensor.dtype().isReal()) return new RepairJob.Copy(name, tensor, "no real numbers");
        if (tensor.shape().elements() == 0) return new RepairJob.Copy(name, tensor, "empty");
        boolean whole = request.method() instanceof Method.WiseFt;
        if (!whole && tensor.shape().rank() < 2) return new RepairJob.Copy(name, tensor, "one dimension");
        if (!whole && tensor.shape().dim(-1) > MOST_COLUMNS) {
            complaints.add(request.finetuned() + ": tensor " + name + " has "
                    + tensor.shape().dim(-1) + " columns, at most " + MOST_COLUMNS + " are supported");
            return new RepairJob.Copy(name, tensor, "too wide");
        }
        if (after.isEmpty() || before.isEmpty() && request.method().needsBase())
            return new RepairJob.Copy(name, tensor, "missing");
        return new RepairJob.Mend(name, tensor, after.get(), whole ? Optional.empty() : before);
    }

    /** The same tensor of another model; a complaint unless the two can be compared. */
    private Optional<StoredTensor> partner(StoredTensor tensor, Checkpoint model) {
        Optional<StoredTensor> found = model.tensorOrTied(tensor.name());
        String where = model.folder() + ": tensor " + tensor.name();
        String pattern = "'^" + tensor.name().replace(".", "\\.") + "$'";
        if (found.isEmpty())
            complaints.add(where + " is missing, the fine-tuned model has it as " + tensor.shape() + "; pass --exclude "
                    + pattern + " to copy it");
        else if (!found.get().shape().equals(tensor.shape()))
            complaints.add(where + " is " + found.get().shape() + ", expected " + tensor.shape()
                    + " as in the fine-tuned model; pass --exclude " + pattern + " to copy it");
        else if (found.get().dtype().isReal() != tensor.dtype().isReal())
            complaints.add(where + " is " + found.get().dtype() + ", the fine-tuned model has it as " + tensor.dtype()
                    + "; pass --exclude " + pattern + " to copy it");
        return found;
    }
}
