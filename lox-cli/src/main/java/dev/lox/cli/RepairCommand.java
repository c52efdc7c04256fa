// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Selection;
import dev.lox.repair.Method;
import dev.lox.repair.RepairPlan;
import dev.lox.repair.RepairPreflight;
import dev.lox.repair.RepairReport;
import dev.lox.repair.RepairRequest;
import dev.lox.repair.Repairer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Gives a fine-tuned model back some of the safety it has lost, from the weights of the aligned model and its base.")
final class RepairCommand implements Callable<Integer> {
    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description =
                    "the model before alignment: a folder in Hugging Face layout, or a hub id org/name[@revision]; wise-ft does not read it")
    @Nullable
    String base;

    @Option(names = "--aligned", required = true, paramLabel = "MODEL", description = "the model after it")
    String aligned;

    @Option(
            names = "--finetuned",
            required = true,
            paramLabel = "MODEL",
            description = "the aligned model after a later fine-tuning, which is to be repaired")
    String finetuned;

    @Option(
            names = "--method",
            required = true,
            paramLabel = "METHOD",
            description =
                    "resta (adds the alignment delta), wise-ft (averages with the aligned model) or safelora (projects the fine-tuning's update)")
    String method;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder to make")
    Path out;

    @Option(
            names = "--alpha",
            paramLabel = "X",
            description =
                    "resta: how much of the delta is added; wise-ft: the fine-tuned model's share; default: 0.5 for both")
    @Nullable
    Double alpha;

    @Option(
            names = "--rank",
            paramLabel = "N|auto|full",
            description =
                    "resta: singular directions of the delta that are added: a number, auto, energy:SHARE, or full; default: full")
    @Nullable
    String rank;

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "safelora: matrices with a cosine below it are projected; default: 0.5")
    @Nullable
    Double threshold;

    @Option(
            names = "--include",
            paramLabel = "REGEX",
            description = "repair only tensors whose names this finds; repeatable")
    List<String> include = new ArrayList<>();

    @Option(names = "--exclude", paramLabel = "REGEX", description = "copy tensors whose names this finds; repeatable")
    List<String> exclude = new ArrayList<>();

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            converter = DTypeOption.class,
            description = "stored type of the result; default: that of the fine-tuned model")
    @Nullable
    DType dtype;

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
        RepairRequest asked = request();
        List<Path> models = base == null
                ? hub.models(output, !dryRun, aligned, finetuned)
                : hub.models(output, !dryRun, aligned, finetuned, base);
        RepairRequest request = asked.withModels(models.stream().skip(2).findFirst(), models.get(0), models.get(1));
        try (RepairPlan plan = RepairPreflight.check(request)) {
            RepairOutput words = new RepairOutput(output);
            if (dryRun) words.plan(plan);
            else words.report(request, run(plan));
        }
        return 0;
    }

    private RepairReport run(RepairPlan plan) throws IOException, InterruptedException {
        try (ProgressBar bar = new ProgressBar(output.quiet)) {
            return Repairer.run(plan, bar);
        }
    }

    private RepairRequest request() {
        List<String> complaints = new ArrayList<>();
        if (resume && overwrite)
            complaints.add("--resume and --overwrite: one goes on, the other starts again; pass one of them");
        Method chosen = method(complaints);
        Selection selection = new Selection(
                HardenCommand.patterns("--include", include, complaints),
                HardenCommand.patterns("--exclude", exclude, complaints));
        try {
            RepairRequest request = new RepairRequest(
                    Optional.ofNullable(base).map(HubAccess::path),
                    HubAccess.path(aligned),
                    HubAccess.path(finetuned),
                    out,
                    chosen,
                    selection,
                    Optional.ofNullable(dtype),
                    maxMemory,
                    threads,
                    OutputFolder.Existing.of(resume, overwrite));
            if (complaints.isEmpty()) return request;
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        }
        throw new BadInputException(complaints);
    }

    /** The method with its own options; those of another are complained of. */
    private Method method(List<String> complaints) {
        boolean isResta = method.equals("resta");
        boolean isSafeLora = method.equals("safelora");
        if (rank != null && !isResta) complaints.add("--rank: only --method resta adds directions, got " + rank);
        if (threshold != null && !isSafeLora)
            complaints.add("--threshold: only --method safelora has one, got " + threshold);
        if (alpha != null && isSafeLora) complaints.add("--alpha: --method safelora has none, got " + alpha);
        if (isResta) return resta(complaints);
        if (isSafeLora) return safeLora(complaints);
        if (!method.equals("wise-ft")) complaints.add("--method: expected resta, wise-ft or safelora, got " + method);
        double share = alpha == null ? Method.WiseFt.DEFAULT.alpha() : alpha;
        if (share >= 0 && share <= 1) return new Method.WiseFt(share);
        complaints.add("--alpha: expected the fine-tuned model's share, between 0 and 1, got " + alpha);
        return Method.WiseFt.DEFAULT;
    }

    private Method resta(List<String> complaints) {
        RankChoice choice = Method.Resta.DEFAULT.rank();
        try {
            if (rank != null) choice = RankChoice.parse(rank);
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        }
        double much = alpha == null ? Method.Resta.DEFAULT.alpha() : alpha;
        if (Double.isFinite(much)) return new Method.Resta(choice, much);
        complaints.add("--alpha: expected a finite number, got " + alpha);
        return Method.Resta.DEFAULT;
    }

    private Method safeLora(List<String> complaints) {
        double cosine = threshold == null ? Method.SafeLora.DEFAULT.threshold() : threshold;
        if (cosine >= -1 && cosine <= 1) return new Method.SafeLora(cosine);
        complaints.add("--threshold: expected a cosine, between -1 and 1, got " + threshold);
        return Method.SafeLora.DEFAULT;
    }
}
