// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides what becomes of each tensor, by comparing the models' headers. */
final class JobPlanner {
    /** A chunk of rows, in f64, must fit an array many times over. */
    static final long MOST_COLUMNS = 1 << 20;

    private static final String UNTIE = "save the base with tie_word_embeddings=False and both tensors";

    private final EditRequest request;
    private final ModelSet models;
    private final WeightMethod method;
    private final Checkpoint target;
    private final Problems problems;
    private final List<String> notes;
    private final Map<String, Integer> mixedDtypes = new TreeMap<>();
    private final Map<Path, TreeSet<String>> buffers = new TreeMap<>();

    /** Problems and notes are added to the lists given. */
    JobPlanner(EditRequest request, ModelSet models, Problems problems, List<String> notes) {
        this.request = request;
        this.models = models;
        this.method = request.method();
        this.target = models.get(method.target());
        this.problems = problems;
        this.notes = notes;
    }

    /** A job for every tensor of the result, in the order of the files. */
    List<TensorJob> jobs() {
        List<TensorJob> jobs =
                models.adapter().isPresent() ? adapterJobs(models.adapter().get()) : modelJobs();
        if (problems.isEmpty()
                && !request.output().allowUnchanged()
                && jobs.stream().allMatch(j -> j instanceof TensorJob.Copy))
            problems.add(
                    "%s: no tensor that %s %s changes is selected, so there is nothing to do; pass %s for a copy",
                    request.model(method.target()),
                    Setting.of("method"),
                    method.label(),
                    Setting.of("allow-unchanged"));
        request.output().format().check(models, jobs, problems, notes);
        checkMemory(jobs);
        buffers.forEach((folder, names) -> notes.add(folder + ": holds " + names.size()
                + " buffers that not all models hold, such as " + names.first()
                + "; they are computed anew when a model is loaded"));
        mixedDtypes.forEach((pair, count) ->
                notes.add(count + " tensors are " + pair + "; the delta is formed from the values as stored"));
        return jobs;
    }

    private List<TensorJob> modelJobs() {
        List<TensorJob> jobs = new ArrayList<>();
        for (Checkpoint other : models.models().values()) {
            Optional<NamePrefix> prefix = NamePrefix.between(
                    other.tensors().keySet(), target.tensors().keySet());
            if (prefix.isEmpty()) continue;
            problems.add(other.folder() + ": its tensor names and those of " + target.folder()
                    + " differ by a prefix, " + prefix.get().words()
                    + "; load one of them with transformers and save it again");
            // A problem for every tensor would follow.
            return jobs;
        }
        for (StoredTensor tensor : target.tensors().values()) jobs.add(job(tensor.name(), tensor));
        for (Checkpoint other : models.models().values())
            for (StoredTensor tensor : other.tensors().values())
                if (target.tensorOrTied(tensor.name()).isEmpty()) missing(tensor, other);
        return jobs;
    }

    /** A tensor that the target lacks. */
    private void missing(StoredTensor tensor, Checkpoint other) {
        String name = tensor.name();
        if (Checkpoint.isBuffer(tensor))
            buffers.computeIfAbsent(other.folder(), f -> new TreeSet<>()).add(name);
        else if (request.selection().selects(name))
            problems.add(request.model(method.target()) + ": tensor " + name + " is missing, " + other.folder()
                    + " has it as " + tensor.shape() + "; are these of one model?");
    }

    private List<TensorJob> adapterJobs(PeftAdapter adapter) {
        if (request.numerics().arithmetic() == Arithmetic.REFERENCE)
            problems.add(
                    "%s: the reference knows no adapters; leave it out, or merge the adapter first",
                    Setting.of("compat", "reference"));
        Path folder = request.model(Role.ALIGNED);
        if (adapter.contradictsItsBase())
            notes.add(folder + ": fan_in_fan_out is " + adapter.config().path("fan_in_fan_out")
                    + ", the base's layers are otherwise; the layers count, as in PEFT");
        List<TensorJob> jobs = new ArrayList<>();
        for (StoredTensor tensor : target.tensors().values()) {
            LoraPair pair = adapter.pairs().get(tensor.name());
            StoredTensor saved = adapter.saved().get(tensor.name());
            if (pair != null) jobs.add(pairJob(saved == null ? tensor : saved, pair, tensor));
            else if (saved != null) jobs.add(job(tensor.name(), saved));
            else jobs.add(new TensorJob.Copy(tensor.name(), tensor, "not in the adapter"));
            // With the adapter beside it, only the embedding changes; merged, the output layer would change with it.
            if ((pair != null || saved != null)
                    && Checkpoint.isInputEmbedding(tensor.name())
                    && target.tied()
                    && request.output().format().merges())
                problems.add(
                        "%s: the adapter changes %s, to which the base's output layer is tied and would change too; %s, or pass %s",
                        folder, tensor.name(), UNTIE, Setting.of("format", "adapter"));
        }
        Set<String> unknown = new TreeSet<>(adapter.pairs().keySet());
        unknown.addAll(adapter.saved().keySet());
        unknown.removeAll(target.tensors().keySet());
        for (String name : unknown)
            problems.add(adapter.file().path() + ": changes " + name + ", which is not in the base "
                    + request.model(Role.BASE)
                    + (Checkpoint.isOutputLayer(name) && target.tied()
                            ? ", being tied to the embedding; " + UNTIE
                            : ""));
        return jobs;
    }

    private TensorJob pairJob(StoredTensor start, LoraPair pair, StoredTensor base) {
        String name = pair.weight();
        for (StoredTensor t : start.equals(base) ? List.of(base) : List.of(base, start))
            if (!t.dtype().isReal() || !t.shape().equals(pair.target()))
                problems.add(request.model(Role.ALIGNED) + ": the adapter's factors for " + name + " make "
                        + pair.target()
                        + ", " + (t.equals(base) ? "the base" : "the adapter itself") + " has " + t.dtype() + " "
                        + t.shape());
        // Factors of an excluded tensor would have to be merged without being extrapolated: neither a copy nor a
        // hardening.
        if (!request.selection().selects(name))
            problems.add(
                    "%s/%s: leave out %s, which the adapter changes; merge the adapter with peft first",
                    Setting.of("include"), Setting.of("exclude"), name);
        return new TensorJob.Adapt(name, start, pair);
    }

    /** @param name of the tensor in the models; an adapter has it under a name of its own */
    private TensorJob job(String name, StoredTensor tensor) {
        if (!request.selection().selects(name)) return new TensorJob.Copy(name, tensor, "excluded");
        if (Checkpoint.isBuffer(tensor)) return buffer(name, tensor);
        boolean edits = tensor.dtype().isReal() && method.takes(tensor.shape());
        List<StoredTensor> inputs = new ArrayList<>(List.of(tensor));
        for (Role role : method.roles().subList(1, method.roles().size()))
            partner(name, tensor, role, edits).ifPresent(inputs::add);
        if (!tensor.dtype().isReal()) return new TensorJob.Copy(name, tensor, "no real numbers");
        if (!edits) return new TensorJob.Copy(name, tensor, "one dimension");
        if (tensor.shape().elements() == 0) return new TensorJob.Copy(name, tensor, "empty");
        if (inputs.size() < method.roles().size()) return new TensorJob.Copy(name, tensor, "missing");
        if (tensor.shape().rank() > 1 && tensor.shape().dim(-1) > MOST_COLUMNS)
            problems.add(request.model(method.target()) + ": tensor " + name + " has "
                    + tensor.shape().dim(-1) + " columns, at most " + MOST_COLUMNS + " are supported");
        return new TensorJob.Edit(name, List.copyOf(inputs), method.roles());
    }

    private TensorJob buffer(String name, StoredTensor tensor) {
        for (Role role : method.roles())
            if (models.get(role).tensor(name).isEmpty())
                buffers.computeIfAbsent(target.folder(), f -> new TreeSet<>()).add(name);
        return new TensorJob.Copy(name, tensor, "buffer");
    }

    /** The same tensor of another model; notes a problem unless the two can be compared. */
    private Optional<StoredTensor> partner(String name, StoredTensor tensor, Role role, boolean edits) {
        Optional<StoredTensor> found = models.get(role).tensorOrTied(name);
        Shape shape = tensor.shape();
        String where = request.model(role) + ": tensor " + name;
        String whole = method.target().words();
        Setting exclude = Setting.of("exclude", "'^" + name.replace(".", "\\.") + "$'");
        String copied = "; pass %s to copy it";
        if (found.isEmpty()) {
            problems.add("%s is missing, %s has it as %s" + copied, where, whole, shape, exclude);
            return found;
        }
        StoredTensor other = found.get();
        boolean extra = method.target() == Role.ALIGNED && hasExtraRows(other.shape(), shape);
        if (!other.shape().equals(shape) && !(extra && request.copyExtraRows()))
            problems.add(
                    "%s is %s, expected %s as in %s" + (extra ? "; pass %s to copy the rows that were added" : copied),
                    where,
                    other.shape(),
                    shape,
                    whole,
                    extra ? Setting.of("extra-rows", "copy") : exclude);
        if (!edits) return found;
        if (!other.dtype().isReal())
            problems.add("%s is %s, expected real numbers as in %s" + copied, where, other.dtype(), whole, exclude);
        if (extra)
            notes.add(name + ": rows " + other.shape().dim(0) + " to " + (shape.dim(0) - 1) + " are not in "
                    + role.words() + " and are copied from " + whole);
        if (other.dtype() != tensor.dtype())
            mixedDtypes.merge(
                    other.dtype() + " in " + role.words() + " and " + tensor.dtype() + " in " + whole, 1, Integer::sum);
        return found;
    }

    private static boolean hasExtraRows(Shape other, Shape target) {
        return other.rank() == 2
                && target.rank() == 2
                && target.dim(1) == other.dim(1)
                && target.dim(0) > other.dim(0)
                && other.dim(0) > 0;
    }

    private void checkMemory(List<TensorJob> jobs) {
        long memory = request.limits().memory();
        Footprint footprint = new Footprint(request);
        for (TensorJob job : jobs)
            if (footprint.least(job) > memory)
                problems.add(
                        "%s: %s %s needs %sMB, got %sMB",
                        Setting.of("max-memory"),
                        job.name(),
                        job.shape(),
                        (footprint.least(job) >> 20),
                        (memory >> 20));
    }
}
