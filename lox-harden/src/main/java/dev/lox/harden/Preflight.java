// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.CheckpointLayout;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.PeftAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From headers alone, before anything is computed or written: a plan, or every complaint at once. */
public final class Preflight {
    private static final String REMEDY = "harden the unquantised model, then quantise";

    private final HardenRequest request;
    private final Complaints complaints = new Complaints();
    private final List<String> notes = new ArrayList<>();

    private Preflight(HardenRequest request) {
        this.request = request;
    }

    /**
     * Checks a request against its inputs and the disk.
     *
     * @throws BadInputException with all complaints
     * @throws NotEnoughSpaceException if only the disk stands in the way
     */
    public static HardenPlan check(HardenRequest request) throws IOException {
        return new Preflight(request).check();
    }

    private HardenPlan check() throws IOException {
        checkPaths();
        boolean isAdapter = PeftAdapter.isAdapter(request.aligned())
                && !Files.exists(request.aligned().resolve("config.json"));
        Optional<Checkpoint> base = Optional.empty();
        Optional<Checkpoint> model = Optional.empty();
        Optional<PeftAdapter> adapter = Optional.empty();
        try {
            base = complaints.model(request.base(), REMEDY);
            model = isAdapter ? base : complaints.model(request.aligned(), REMEDY);
            if (isAdapter) adapter = complaints.open(() -> PeftAdapter.open(request.aligned()));
            if (base.isEmpty() || model.isEmpty() || isAdapter && adapter.isEmpty()) complaints.refuse();
            HardenPlan plan = plan(base.orElseThrow(), model.orElseThrow(), adapter);
            OutputRun.checkSpace(request.out(), bytes(plan));
            return plan;
        } catch (Throwable e) {
            base.ifPresent(Checkpoint::close);
            model.ifPresent(Checkpoint::close);
            if (adapter.isPresent()) adapter.get().close();
            throw e;
        }
    }

    private HardenPlan plan(Checkpoint base, Checkpoint model, Optional<PeftAdapter> adapter) throws IOException {
        List<TensorJob> jobs = new JobPlanner(request, complaints, notes).jobs(base, model, adapter);
        String job = JobText.of(request, base, model, adapter);
        complaints.addAll(OutputFolder.complaints(request.out(), job, request.existing()));
        complaints.refuse();
        CheckpointLayout layout = CheckpointLayout.like(
                model, request.arithmetic() == Arithmetic.REFERENCE ? Optional.of(DType.BF16) : request.dtype());
        return new HardenPlan(
                request, base, model, adapter, layout, List.copyOf(jobs), job, List.copyOf(notes), Optional.empty());
    }

    private void checkPaths() throws IOException {
        if (Files.exists(request.base())
                && Files.exists(request.aligned())
                && Files.isSameFile(request.base(), request.aligned()))
            complaints.add(request.aligned() + ": is the base itself, so there is nothing to harden");
        complaints.checkApart(request.out(), List.of(request.base(), request.aligned()));
    }

    private static long bytes(HardenPlan plan) throws IOException {
        // An adapter's tensors are spooled first, as their ranks may not be known, and then put together.
        return plan.request().asAdapter()
                ? 2 * plan.outputBytes()
                : plan.outputBytes() + plan.layout().sideBytes();
    }
}
