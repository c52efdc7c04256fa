// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.harden.ModelSet;
import dev.lox.harden.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From headers alone, before anything is computed: a plan, or all problems at once. */
public final class AnalysisPreflight {
    /** A chunk of rows must fit an array. */
    private static final long MOST_COLUMNS = 1 << 20;

    private final AnalyzeRequest request;
    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();

    private AnalysisPreflight(AnalyzeRequest request) {
        this.request = request;
    }

    /**
     * Checks a request against its inputs.
     *
     * @throws InvalidInputException with all problems
     */
    public static AnalysisPlan check(AnalyzeRequest request) throws IOException {
        return new AnalysisPreflight(request).check();
    }

    private AnalysisPlan check() throws IOException {
        checkOutput();
        Map<Role, Path> folders = new EnumMap<>(Map.of(Role.BASE, request.base(), Role.ALIGNED, request.aligned()));
        request.finetuned().ifPresent(f -> folders.put(Role.FINETUNED, f));
        ModelSet models = ModelSet.open(folders, false, problems);
        try {
            List<MatrixJob> jobs = jobs(models);
            if (problems.isEmpty() && jobs.isEmpty())
                problems.add(request.aligned()
                        + ": no tensor of two or more dimensions is selected, so there is nothing to analyse");
            problems.refuse();
            return new AnalysisPlan(request, models, List.copyOf(jobs), List.copyOf(notes));
        } catch (Throwable e) {
            models.close();
            throw e;
        }
    }

    private void checkOutput() throws IOException {
        if (request.out().isEmpty()) return;
        Path out = request.out().get();
        if (Files.exists(out) && !Files.isDirectory(out)) {
            problems.add("%s: is not a folder; choose another %s", out, Setting.of("out"));
        } else if (Files.exists(out) && !request.overwrite()) {
            try (Stream<Path> inside = Files.list(out)) {
                if (inside.findAny().isPresent())
                    problems.add(
                            "%s: is there and not empty; pass %s to replace an earlier analysis in it or choose another %s",
                            out, Setting.of("overwrite"), Setting.of("out"));
            }
        }
    }

    private List<MatrixJob> jobs(ModelSet models) {
        Checkpoint base = models.get(Role.BASE);
        Checkpoint aligned = models.get(Role.ALIGNED);
        List<MatrixJob> jobs = new ArrayList<>();
        for (StoredTensor tensor : aligned.tensors().values()) {
            if (!isMatrix(tensor) || !request.selects(tensor.name())) continue;
            Optional<StoredTensor> before = partner(tensor, base, request.base());
            Optional<StoredTensor> after =
                    request.finetuned().flatMap(folder -> partner(tensor, models.get(Role.FINETUNED), folder));
            if (before.isEmpty() || !problems.isEmpty()) continue;
            boolean linear = !Checkpoint.isInputEmbedding(tensor.name()) || aligned.tied();
            long matrices = tensor.shape().matrices();
            for (long i = 0; i < matrices; i++)
                jobs.add(new MatrixJob(
                        tensor.shape().rank() == 2 ? tensor.name() : tensor.name() + "[" + i + "]",
                        before.get(),
                        tensor,
                        after,
                        i,
                        linear));
        }
        for (StoredTensor tensor : base.tensors().values())
            if (isMatrix(tensor)
                    && request.selects(tensor.name())
                    && aligned.tensorOrTied(tensor.name()).isEmpty())
                problems.add(request.aligned() + ": tensor " + tensor.name() + " is missing, the base has it as "
                        + tensor.shape() + "; are these two of one model?");
        return jobs;
    }

    private static boolean isMatrix(StoredTensor tensor) {
        return tensor.dtype().isReal()
                && !Checkpoint.isBuffer(tensor)
                && tensor.shape().rank() >= 2
                && tensor.shape().elements() > 0;
    }

    /** The same tensor of another model, if it can be compared. */
    private Optional<StoredTensor> partner(StoredTensor tensor, Checkpoint model, Path folder) {
        Optional<StoredTensor> found = model.tensorOrTied(tensor.name());
        Shape shape = tensor.shape();
        if (found.isEmpty()) {
            problems.add(
                    "%s: tensor %s is missing, the aligned model has it as %s; pass %s '^%s$' to leave it out",
                    folder,
                    tensor.name(),
                    shape,
                    Setting.of("exclude"),
                    tensor.name().replace(".", "\\."));
            return found;
        }
        StoredTensor other = found.get();
        if (!other.dtype().isReal())
            problems.add(folder + ": tensor " + tensor.name() + " is " + other.dtype()
                    + ", expected real numbers as in the aligned model");
        if (shape.dim(-1) > MOST_COLUMNS)
            problems.add(request.aligned() + ": tensor " + tensor.name() + " has " + shape.dim(-1)
                    + " columns, at most " + MOST_COLUMNS + " are supported");
        if (isGrown(tensor, other))
            notes.add(tensor.name() + ": is " + other.shape() + " in " + folder + " and " + shape
                    + " in the aligned model; rows that are not in all models are left out");
        else if (!other.shape().equals(shape))
            problems.add(folder + ": tensor " + tensor.name() + " is " + other.shape() + ", expected " + shape
                    + " as in the aligned model; are these two of one model?");
        return found;
    }

    /** Whether the two differ by words that were added to the vocabulary. */
    private static boolean isGrown(StoredTensor one, StoredTensor other) {
        return (Checkpoint.isInputEmbedding(one.name()) || Checkpoint.isOutputLayer(one.name()))
                && one.shape().rank() == 2
                && other.shape().rank() == 2
                && one.shape().dim(1) == other.shape().dim(1)
                && one.shape().dim(0) != other.shape().dim(0)
                && other.shape().dim(0) > 0;
    }
}
