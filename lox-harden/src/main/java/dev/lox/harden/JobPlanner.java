// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What becomes of each tensor, and what stands against it: pairs the two models' headers. */
final class JobPlanner {
    /** A chunk of rows, in f64, must fit an array many times over. */
    private static final long MOST_COLUMNS = 1 << 20;

    /** Model types built of transformers' Conv1D: their layers are [in, out]. */
    private static final Set<String> TRANSPOSED = Set.of("gpt2", "openai-gpt", "imagegpt", "decision_transformer");

    private static final String UNTIE = "save the base with tie_word_embeddings=False and both tensors";

    private final HardenRequest request;
    private final Complaints complaints;
    private final List<String> notes;
    private final Map<String, Integer> mixedDtypes = new TreeMap<>();

    /** Complaints and notes are added to the lists given. */
    JobPlanner(HardenRequest request, Complaints complaints, List<String> notes) {
        this.request = request;
        this.complaints = complaints;
        this.notes = notes;
    }

    /** A job for every tensor of the result, in the order of the files. */
    List<TensorJob> jobs(Checkpoint base, Checkpoint model, Optional<PeftAdapter> adapter) {
        List<TensorJob> jobs = adapter.isPresent() ? adapterJobs(base, adapter.get()) : modelJobs(base, model);
        checkJobs(jobs);
        if (request.asAdapter() && adapter.isEmpty()) checkAdapterFits(model, jobs);
        mixedDtypes.forEach((pair, count) ->
                notes.add(count + " tensors are " + pair + "; the delta is formed from the values as stored"));
        return jobs;
    }

    private List<TensorJob> modelJobs(Checkpoint base, Checkpoint aligned) {
        List<TensorJob> jobs = new ArrayList<>();
        for (StoredTensor tensor : aligned.tensors().values()) jobs.add(job(tensor.name(), tensor, base));
        for (String name : base.tensors().keySet())
            if (aligned.tensorOrTied(name).isEmpty() && request.selects(name))
                complaints.add(request.aligned() + ": tensor " + name + " is missing, the base has it as "
                        + base.tensors().get(name).shape() + "; are these two of one model?");
        return jobs;
    }

    private List<TensorJob> adapterJobs(Checkpoint base, PeftAdapter adapter) {
        if (request.arithmetic() == Arithmetic.REFERENCE)
            complaints.add(
                    "--compat reference: the reference knows no adapters; leave it out, or merge the adapter first");
        List<TensorJob> jobs = new ArrayList<>();
        for (StoredTensor tensor : base.tensors().values()) {
            LoraPair pair = adapter.pairs().get(tensor.name());
            StoredTensor saved = adapter.saved().get(tensor.name());
            if (pair != null) jobs.add(pairJob(saved == null ? tensor : saved, pair, tensor));
            else if (saved != null) jobs.add(job(tensor.name(), saved, base));
            else jobs.add(new TensorJob.Copy(tensor.name(), tensor, "not in the adapter"));
            // With the adapter beside it, only the embedding changes; merged, the output layer would change with it.
            if ((pair != null || saved != null)
                    && Checkpoint.isInputEmbedding(tensor.name())
                    && base.tied()
                    && !request.asAdapter())
                complaints.add(request.aligned() + ": the adapter changes " + tensor.name()
                        + ", to which the base's output layer is tied and would change too; " + UNTIE
                        + ", or pass --format adapter");
        }
        Set<String> unknown = new TreeSet<>(adapter.pairs().keySet());
        unknown.addAll(adapter.saved().keySet());
        unknown.removeAll(base.tensors().keySet());
        for (String name : unknown)
            complaints.add(adapter.file().path() + ": changes " + name + ", which is not in the base " + request.base()
                    + (Checkpoint.isOutputLayer(name) && base.tied() ? ", being tied to the embedding; " + UNTIE : ""));
        return jobs;
    }

    private TensorJob pairJob(StoredTensor start, LoraPair pair, StoredTensor base) {
        String name = pair.weight();
        for (StoredTensor t : start.equals(base) ? List.of(base) : List.of(base, start))
            if (!t.dtype().isReal() || !t.shape().equals(pair.target()))
                complaints.add(request.aligned() + ": the adapter's factors for " + name + " make " + pair.target()
                        + ", " + (t.equals(base) ? "the base" : "the adapter itself") + " has " + t.dtype() + " "
                        + t.shape());
        // Factors of an excluded tensor would have to be merged without being extrapolated: neither a copy nor a
        // hardening.
        if (!request.selects(name))
            complaints.add("--include/--exclude: leave out " + name
                    + ", which the adapter changes; merge the adapter with peft first");
        return new TensorJob.Adapt(name, start, pair);
    }

    private TensorJob job(String name, StoredTensor aligned, Checkpoint base) {
        Optional<StoredTensor> partner = base.tensorOrTied(name);
        Shape shape = aligned.shape();
        boolean matrix = aligned.dtype().isReal() && shape.rank() >= 2;
        if (!request.selects(name)) return new TensorJob.Copy(name, aligned, "excluded");
        if (partner.isEmpty()) {
            complaints.add(request.base() + ": tensor " + name + " is missing, the aligned model has it as " + shape
                    + "; pass --exclude '^" + name.replace(".", "\\.") + "$' to copy it");
            return new TensorJob.Copy(name, aligned, "missing");
        }
        StoredTensor from = partner.get();
        boolean extra = hasExtraRows(from.shape(), shape);
        if (extra && !request.copyExtraRows())
            complaints.add(request.aligned() + ": tensor " + name + " is " + shape + " in the aligned model, expected "
                    + from.shape() + " as in the base; pass --extra-rows copy");
        else if (!extra && !shape.equals(from.shape()))
            complaints.add(request.aligned() + ": tensor " + name + " is " + shape + " in the aligned model, expected "
                    + from.shape() + " as in the base; are these two of one model?");
        if (!matrix)
            return new TensorJob.Copy(name, aligned, aligned.dtype().isReal() ? "one dimension" : "no real numbers");
        if (!from.dtype().isReal())
            complaints.add(request.base() + ": tensor " + name + " is " + from.dtype()
                    + ", expected real numbers as in the aligned model");
        if (shape.elements() == 0) return new TensorJob.Copy(name, aligned, "empty");
        if (shape.dim(-1) > MOST_COLUMNS)
            complaints.add(request.aligned() + ": tensor " + name + " has " + shape.dim(-1) + " columns, at most "
                    + MOST_COLUMNS + " are supported");
        if (extra)
            notes.add(name + ": rows " + from.shape().dim(0) + " to " + (shape.dim(0) - 1)
                    + " are not in the base and are copied from the aligned model");
        if (from.dtype() != aligned.dtype())
            mixedDtypes.merge(
                    from.dtype() + " in the base and " + aligned.dtype() + " in the aligned model", 1, Integer::sum);
        return new TensorJob.Extrapolate(name, aligned, from, shape.matrices());
    }

    private static boolean hasExtraRows(Shape base, Shape aligned) {
        return base.rank() == 2
                && aligned.rank() == 2
                && aligned.dim(1) == base.dim(1)
                && aligned.dim(0) > base.dim(0)
                && base.dim(0) > 0;
    }

    private void checkAdapterFits(Checkpoint model, List<TensorJob> jobs) {
        String type = model.config().path("model_type").asText();
        if (TRANSPOSED.contains(type))
            complaints.add("--format adapter: " + type
                    + " models store their layers transposed, which is not supported; leave it out");
        for (TensorJob job : jobs) {
            if (!(job instanceof TensorJob.Extrapolate)) continue;
            if (!job.name().endsWith(".weight") || isOtherEmbedding(job.name()))
                complaints.add("--format adapter: " + job.name()
                        + " is no layer that peft can adapt; pass --exclude or --format checkpoint");
            if (Checkpoint.isInputEmbedding(job.name()) && model.tied())
                notes.add(job.name()
                        + ": the output layer is tied to it and gets the same factors; load the adapter beside "
                        + "the model, merging would add both to one tensor");
        }
    }

    /** Position and type embeddings: peft keeps their factors under names of their own. */
    private static boolean isOtherEmbedding(String name) {
        return (name.contains("embed") || name.endsWith("wpe.weight")) && !Checkpoint.isInputEmbedding(name);
    }

    private void checkJobs(List<TensorJob> jobs) {
        if (complaints.isEmpty() && jobs.stream().allMatch(j -> j instanceof TensorJob.Copy))
            complaints.add(request.aligned()
                    + ": no tensor of two or more dimensions is selected, so there is nothing to harden");
        for (TensorJob job : jobs) {
            if (request.asAdapter()
                    && job instanceof TensorJob.Extrapolate e
                    && e.shape().rank() != 2)
                complaints.add(
                        "--format adapter: " + e.name() + " has " + e.shape().rank()
                                + " dimensions, an adapter holds matrices; pass --exclude or --format checkpoint");
            long needed = Footprint.least(job, request);
            if (needed > request.maxMemory())
                complaints.add("--max-memory: " + job.name() + " " + job.shape() + " needs " + (needed >> 20)
                        + "MB, got " + (request.maxMemory() >> 20) + "MB");
        }
    }
}
