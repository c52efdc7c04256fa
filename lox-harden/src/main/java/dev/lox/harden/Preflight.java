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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From headers alone, before anything is computed or written: a plan, or every complaint at once. */
public final class Preflight {
    private static final int MOST_COMPLAINTS = 20;

    /** Room for lox.json, the model card and the file system's own. */
    private static final long SLACK = 1L << 20;

    private final HardenRequest request;
    private final List<String> complaints = new ArrayList<>();
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
            base = open(() -> Checkpoint.open(request.base()));
            model = isAdapter ? base : open(() -> Checkpoint.open(request.aligned()));
            adapter = isAdapter ? open(() -> PeftAdapter.open(request.aligned())) : Optional.empty();
            if (base.isEmpty() || model.isEmpty() || isAdapter && adapter.isEmpty())
                throw new BadInputException(complaints);
            HardenPlan plan = plan(base.get(), model.get(), adapter);
            checkSpace(plan);
            return plan;
        } catch (Throwable e) {
            base.ifPresent(Checkpoint::close);
            model.ifPresent(Checkpoint::close);
            if (adapter.isPresent()) adapter.get().close();
            throw e;
        }
    }

    private HardenPlan plan(Checkpoint base, Checkpoint model, Optional<PeftAdapter> adapter) throws IOException {
        checkQuantisation(base);
        if (model != base) checkQuantisation(model);
        List<TensorJob> jobs = new JobPlanner(request, complaints, notes).jobs(base, model, adapter);
        String job = JobText.of(request, base, model, adapter);
        complaints.addAll(OutputFolder.complaints(request.out(), job, request.existing()));
        if (!complaints.isEmpty()) throw new BadInputException(shortened());
        CheckpointLayout layout = CheckpointLayout.like(
                model, request.arithmetic() == Arithmetic.REFERENCE ? Optional.of(DType.BF16) : request.dtype());
        return new HardenPlan(request, base, model, adapter, layout, List.copyOf(jobs), job, List.copyOf(notes));
    }

    private List<String> shortened() {
        if (complaints.size() <= MOST_COMPLAINTS) return complaints;
        List<String> first = new ArrayList<>(complaints.subList(0, MOST_COMPLAINTS));
        first.add("and " + (complaints.size() - MOST_COMPLAINTS) + " more complaints");
        return first;
    }

    private void checkPaths() throws IOException {
        if (Files.exists(request.base())
                && Files.exists(request.aligned())
                && Files.isSameFile(request.base(), request.aligned()))
            complaints.add(request.aligned() + ": is the base itself, so there is nothing to harden");
        for (Path in : List.of(request.base(), request.aligned())) {
            if (!Files.exists(in)) continue;
            Path from = in.toRealPath();
            Path to = realPath(request.out());
            if (to.startsWith(from))
                complaints.add(request.out() + ": the output lies inside the input " + in + "; choose another --out");
            else if (from.startsWith(to))
                complaints.add(request.out() + ": the output contains the input " + in + "; choose another --out");
        }
    }

    /** Where a path leads that need not exist yet: links in the part that does are followed. */
    private static Path realPath(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path up = absolute; up != null; up = up.getParent())
            if (Files.exists(up))
                return up.toRealPath().resolve(up.relativize(absolute)).normalize();
        return absolute;
    }

    /** Opens an input. */
    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T> Optional<T> open(Opening<T> input) throws IOException {
        try {
            return Optional.of(input.open());
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
            return Optional.empty();
        }
    }

    private void checkQuantisation(Checkpoint model) {
        if (model.config().hasNonNull("quantization_config"))
            complaints.add(model.folder().resolve("config.json") + ": the model is quantised ("
                    + model.config()
                            .path("quantization_config")
                            .path("quant_method")
                            .asText("unknown method")
                    + "), its stored numbers are not its weights; harden the unquantised model, then quantise");
    }

    private void checkSpace(HardenPlan plan) throws IOException {
        // An adapter's tensors are spooled first, as their ranks may not be known, and then put together.
        long needed = request.asAdapter()
                ? 2 * plan.outputBytes()
                : plan.outputBytes() + plan.layout().sideBytes();
        Path existing = request.out().toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        // What an unfinished run takes is gone on from, or deleted.
        long there = OutputFolder.unfinishedBytes(request.out());
        long free = Files.getFileStore(existing).getUsableSpace();
        if (needed + SLACK - there > free)
            throw NotEnoughSpaceException.ahead(request.out(), free, needed + SLACK - there);
    }
}
