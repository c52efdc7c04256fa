// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.harden.Arithmetic;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.Lox;
import dev.lox.harden.Numerics;
import dev.lox.harden.OutputFormat;
import dev.lox.harden.RandomControl;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Role;
import dev.lox.harden.WeightEdit;
import dev.lox.harden.WeightMethod;
import dev.lox.linalg.OpenBlas;
import dev.lox.linalg.Svd;
import dev.lox.study.alpha.AlphaSearch;
import dev.lox.study.alpha.UseData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "harden",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Hardens an aligned model against fine-tuning: W = W_aligned + alpha * Proj_k(W_aligned - W_base).")
final class HardenCommand implements Callable<Integer> {
    enum Method {
        LOX,
        EXPO,
        RANDOM
    }

    enum ExtraRows {
        COPY
    }

    enum Compat {
        REFERENCE
    }

    @Option(
            names = "--base",
            required = true,
            paramLabel = "MODEL",
            description =
                    "the model before alignment: a folder in Hugging Face layout, or a hub id org/name[@revision]")
    String base;

    @Option(
            names = "--aligned",
            required = true,
            paramLabel = "MODEL|ADAPTER",
            description = "the model after it, or a PEFT LoRA adapter on the base")
    String aligned;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the output folder")
    Path out;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "lox",
            description =
                    "lox, expo (the whole delta, as --rank full), or random (the control: the same rank and distance, in random directions); default: ${DEFAULT-VALUE}")
    Method method;

    @Option(names = "--seed", paramLabel = "N", description = "seed for the directions of --method random; default: 0")
    @Nullable
    Long seed;

    @Mixin
    DirectionOptions directions = new DirectionOptions();

    @Mixin
    AlphaOptions alphas = new AlphaOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "checkpoint",
            description = "checkpoint, or adapter (PEFT LoRA, on top of the aligned model); default: ${DEFAULT-VALUE}")
    OutputFormat format;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "largest relative error of a projection; above it the exact path is taken; default: "
                    + Svd.TOLERANCE)
    double tolerance = Svd.TOLERANCE;

    @Option(names = "--exact", description = "take the exact path (f64 eigenproblem) for every tensor")
    boolean exact;

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            converter = DTypeOption.class,
            description = "stored type of the result; default: that of the aligned model")
    @Nullable
    DType dtype;

    @Option(
            names = "--extra-rows",
            paramLabel = "copy",
            description = "copy: copy vocabulary rows that the base does not have")
    @Nullable
    ExtraRows extraRows;

    @Option(
            names = "--compat",
            paramLabel = "reference",
            description = "reference: round to bfloat16 where the paper's scripts do")
    @Nullable
    Compat compat;

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        EditRequest asked = request();
        List<Path> models = hub.models(output, !edit.dryRun, base, aligned);
        EditRequest request = asked.with(Map.of(Role.BASE, models.get(0), Role.ALIGNED, models.get(1)));
        // Loading the native library takes as long as reading the headers: both at once.
        Thread natives = new Thread(OpenBlas::load, "lox-natives");
        natives.setDaemon(true);
        // The worker that needs it meets the same failure, and tells.
        natives.setUncaughtExceptionHandler((thread, e) -> {});
        if (!edit.dryRun) natives.start();
        if (!alphas.isAuto()) return harden(request, Optional.empty());
        // What follows may take hours: what stands against the result is told now.
        WeightEdit.plan(request).close();
        UseData data = alphas.data(request, hub, output);
        return edit.dryRun ? harden(request, Optional.empty()) : search(request, data);
    }

    private int search(EditRequest request, UseData data) throws IOException, InterruptedException {
        AlphaSearch search;
        try {
            search = alphas.search(request, data, output);
        } catch (InterruptedException e) {
            return Failure.FAILED;
        }
        AlphaOutput words = new AlphaOutput(output);
        words.search(search);
        if (search.alpha().isEmpty()) {
            words.none(request, search);
            return Failure.NOT_HELD;
        }
        WeightMethod found = request.method().withAlpha(search.alpha().getAsDouble());
        return harden(request.with(found), Optional.of(search));
    }

    private int harden(EditRequest request, Optional<AlphaSearch> search) throws IOException, InterruptedException {
        try (EditPlan plan = plan(request, search)) {
            edit.carryOut(
                    plan,
                    new EditOutput(output, "harden", "hardened", "hardened"),
                    described(request.method()),
                    search);
        }
        return 0;
    }

    /** A fixed rank is a number here, and a text in {@code lox.json}. */
    private static ObjectNode described(WeightMethod method) {
        ObjectNode json = method.describe(JsonNodeFactory.instance.objectNode());
        method.directions()
                .map(RankChoice::fixed)
                .filter(OptionalInt::isPresent)
                .ifPresent(k -> json.put("rank", k.getAsInt()));
        return json;
    }

    private static EditPlan plan(EditRequest request, Optional<AlphaSearch> search) throws IOException {
        EditPlan plan = WeightEdit.plan(request);
        return search.isPresent() ? plan.recording(search.get().toJson()) : plan;
    }

    private EditRequest request() {
        List<String> problems = new ArrayList<>();
        if (seed != null && method != Method.RANDOM)
            problems.add("--seed: only --method random leaves anything to chance");
        double alpha = alphas.value(problems);
        if (alphas.isAuto()) refuseAuto(problems);
        Extrapolation extrapolation = directions.along(Extrapolation.DEFAULT, alpha, problems);
        if (method == Method.EXPO) {
            if (directions.rank != null && !extrapolation.rank().isFull())
                problems.add("--rank: --method expo takes the whole delta, got " + directions.rank);
            extrapolation = new Extrapolation(new RankChoice.Full(), extrapolation.weights(), alpha);
        }
        WeightMethod chosen = method == Method.RANDOM
                ? new RandomControl(extrapolation, seed == null ? 0 : seed)
                : new Lox(extrapolation);
        try {
            EditRequest request = new EditRequest(
                    Map.of(Role.BASE, HubAccess.path(base), Role.ALIGNED, HubAccess.path(aligned)),
                    chosen,
                    selection.selection(problems),
                    extraRows != null,
                    new Numerics(
                            tolerance,
                            exact,
                            Optional.ofNullable(dtype),
                            compat == null ? Arithmetic.FAITHFUL : Arithmetic.REFERENCE),
                    edit.output(out, format, problems),
                    edit.limits());
            if (problems.isEmpty()) return request;
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        throw new InvalidInputException(problems);
    }

    /** What cannot be asked for before alpha is known, or could not be computed with. */
    private void refuseAuto(List<String> problems) {
        if (format == OutputFormat.ADAPTER)
            problems.add("--alpha auto: models are looked at whole; pass --format checkpoint, or the alpha that was"
                    + " found with --format adapter");
        if (edit.resume) problems.add("--resume: needs an alpha; pass the one that was found instead of auto");
        if (dtype == DType.F8_E4M3 || dtype == DType.F8_E5M2)
            problems.add("--alpha auto: models stored as " + dtype.torchName()
                    + " cannot be looked at; expected float32, bfloat16, float16 or float64");
    }
}
