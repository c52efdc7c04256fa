// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.harden.Arithmetic;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenReport;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Hardener;
import dev.lox.harden.Preflight;
import dev.lox.harden.RankChoice;
import dev.lox.linalg.OpenBlas;
import dev.lox.linalg.Svd;
import dev.lox.study.alpha.AlphaSearch;
import dev.lox.study.alpha.UseData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "harden",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Makes an aligned model's safety outlast fine-tuning: W = W_aligned + alpha * Proj_k(W_aligned - W_base).")
final class HardenCommand implements Callable<Integer> {
    enum Method {
        LOX,
        EXPO,
        RANDOM
    }

    enum Format {
        CHECKPOINT,
        ADAPTER
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

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder to make")
    Path out;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "lox",
            description =
                    "lox, expo (the whole delta, as --rank full), or random (the control: as far, along as many random directions); default: ${DEFAULT-VALUE}")
    Method method;

    @Option(names = "--seed", paramLabel = "N", description = "decides the directions of --method random; default: 0")
    @Nullable
    Long seed;

    @Option(
            names = "--rank",
            paramLabel = "N|auto|full",
            description =
                    "singular directions kept: a number, auto (optimal hard threshold), energy:SHARE, or full; default: 6")
    @Nullable
    String rank;

    @Mixin
    AlphaOptions alphas = new AlphaOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "checkpoint",
            description = "checkpoint, or adapter (PEFT LoRA, on top of the aligned model); default: ${DEFAULT-VALUE}")
    Format format;

    @Option(
            names = "--include",
            paramLabel = "REGEX",
            description = "harden only tensors whose names this finds; repeatable")
    List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "REGEX", description = "copy tensors whose names this finds; repeatable")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "bound on each projection's relative error before the exact path is taken; default: "
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
            description = "copy: vocabulary rows that the base does not have are copied")
    @Nullable
    ExtraRows extraRows;

    @Option(
            names = "--compat",
            paramLabel = "reference",
            description = "reference: round to bfloat16 where the paper's scripts do")
    @Nullable
    Compat compat;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Sizes.Parser.class,
            description = "for live matrices, such as 1G; default: 1400M")
    long maxMemory = HardenRequest.DEFAULT_MEMORY;

    @Option(names = "--threads", paramLabel = "N", description = "tensors in work at once; default: one a processor")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--dry-run", description = "check everything, say what would be done, write nothing")
    boolean dryRun;

    @Option(names = "--resume", description = "go on with an interrupted run")
    boolean resume;

    @Option(names = "--overwrite", description = "replace what an earlier run has made")
    boolean overwrite;

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        HardenRequest asked = request();
        List<Path> models = hub.models(output, !dryRun, base, aligned);
        HardenRequest request = asked.withModels(models.get(0), models.get(1));
        // Loading the native library takes as long as reading the headers: both at once.
        Thread natives = new Thread(OpenBlas::load, "lox-natives");
        natives.setDaemon(true);
        // The worker that needs it meets the same failure, and tells.
        natives.setUncaughtExceptionHandler((thread, e) -> {});
        if (!dryRun) natives.start();
        if (!alphas.isAuto()) return harden(request, Optional.empty());
        // What follows may take hours: what stands against the result is told now.
        Preflight.check(request).close();
        UseData data = alphas.data(request, hub, output);
        return dryRun ? harden(request, Optional.empty()) : search(request, data);
    }

    private int search(HardenRequest request, UseData data) throws IOException, InterruptedException {
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
        Extrapolation found = request.extrapolation().withAlpha(search.alpha().getAsDouble());
        return harden(request.with(found), Optional.of(search));
    }

    private int harden(HardenRequest request, Optional<AlphaSearch> search) throws IOException, InterruptedException {
        try (HardenPlan plan = plan(request, search)) {
            plan.notes().forEach(n -> output.say("note: " + n));
            HardenOutput words = new HardenOutput(output);
            if (dryRun) words.plan(plan);
            else words.report(request, run(plan), search);
        }
        return 0;
    }

    private static HardenPlan plan(HardenRequest request, Optional<AlphaSearch> search) throws IOException {
        HardenPlan plan = Preflight.check(request);
        return search.isPresent() ? plan.recording(search.get().toJson()) : plan;
    }

    private HardenReport run(HardenPlan plan) throws IOException, InterruptedException {
        try (ProgressBar bar = new ProgressBar(output.quiet)) {
            return Hardener.run(plan, bar);
        }
    }

    private HardenRequest request() {
        List<String> complaints = new ArrayList<>();
        RankChoice choice = Extrapolation.DEFAULT.rank();
        try {
            if (rank != null) choice = RankChoice.parse(rank);
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        }
        if (method == Method.EXPO) {
            if (rank != null && !(choice instanceof RankChoice.Full))
                complaints.add("--rank: --method expo takes the whole delta, got " + rank);
            choice = new RankChoice.Full();
        }
        if (seed != null && method != Method.RANDOM)
            complaints.add("--seed: only --method random leaves anything to chance");
        if (resume && overwrite)
            complaints.add("--resume and --overwrite: one goes on, the other starts again; pass one of them");
        double alpha = alphas.value(complaints);
        if (alphas.isAuto()) refuseAuto(complaints);
        List<Pattern> including = patterns("--include", include, complaints);
        List<Pattern> excluding = patterns("--exclude", exclude, complaints);
        Extrapolation extrapolation = new Extrapolation(choice, alpha);
        if (method == Method.RANDOM) extrapolation = extrapolation.atRandom(seed == null ? 0 : seed);
        try {
            HardenRequest request = new HardenRequest(
                    HubAccess.path(base),
                    HubAccess.path(aligned),
                    out,
                    extrapolation,
                    format == Format.ADAPTER,
                    including,
                    excluding,
                    tolerance,
                    exact,
                    Optional.ofNullable(dtype),
                    extraRows != null,
                    compat == null ? Arithmetic.FAITHFUL : Arithmetic.REFERENCE,
                    maxMemory,
                    threads,
                    OutputFolder.Existing.of(resume, overwrite));
            if (complaints.isEmpty()) return request;
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        }
        throw new BadInputException(complaints);
    }

    /** What cannot be asked for before alpha is known, or could not be computed with. */
    private void refuseAuto(List<String> complaints) {
        if (format == Format.ADAPTER)
            complaints.add("--alpha auto: models are looked at whole; pass --format checkpoint, or the alpha that was"
                    + " found with --format adapter");
        if (resume) complaints.add("--resume: goes on with an alpha; pass the one that was found instead of auto");
        if (dtype == DType.F8_E4M3 || dtype == DType.F8_E5M2)
            complaints.add("--alpha auto: models stored as " + dtype.torchName()
                    + " cannot be looked at; expected float32, bfloat16, float16 or float64");
    }

    static List<Pattern> patterns(String flag, List<String> texts, List<String> complaints) {
        List<Pattern> patterns = new ArrayList<>();
        for (String t : texts) {
            try {
                patterns.add(Pattern.compile(t));
            } catch (PatternSyntaxException e) {
                complaints.add(flag + ": not a regular expression (" + e.getDescription() + "), got " + t);
            }
        }
        return patterns;
    }
}
