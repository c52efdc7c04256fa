// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.analyze.Analysis;
import dev.lox.analyze.AnalysisFolder;
import dev.lox.analyze.AnalysisPlan;
import dev.lox.analyze.AnalysisPreflight;
import dev.lox.analyze.AnalysisTable;
import dev.lox.analyze.AnalyzeRequest;
import dev.lox.analyze.Analyzer;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Selection;
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
        name = "analyze",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures what alignment did to the weights: spectra of W_aligned - W_base, the share of it in its leading"
                    + " directions, and how much of those a later fine-tuning left."
        })
final class AnalyzeCommand implements Callable<Integer> {
    @Option(
            names = "--base",
            required = true,
            paramLabel = "MODEL",
            description =
                    "the model before alignment: a folder in Hugging Face layout, or a hub id org/name[@revision]")
    String base;

    @Option(names = "--aligned", required = true, paramLabel = "MODEL", description = "the model after it")
    String aligned;

    @Option(
            names = "--finetuned",
            paramLabel = "MODEL",
            description = "the aligned model after a later fine-tuning: adds R metrics and principal angles")
    @Nullable
    String finetuned;

    @Option(
            names = "--rank",
            paramLabel = "N|auto",
            description = "leading directions: a number, auto (optimal hard threshold) or energy:SHARE; default: 6")
    @Nullable
    String rank;

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            converter = DTypeOption.class,
            defaultValue = "bfloat16",
            description = "stored type whose rounding loss is reported; default: ${DEFAULT-VALUE}")
    DType dtype;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "16",
            description = "singular values listed for each tensor; default: ${DEFAULT-VALUE}")
    int top;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "tensors processed at once; default: one per processor")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "a folder for spectrum.csv, metrics.json and report.html")
    @Nullable
    Path out;

    @Option(names = "--overwrite", description = "replace these files of an earlier run")
    boolean overwrite;

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        AnalyzeRequest asked = request();
        List<Path> models = finetuned == null
                ? hub.models(output, true, base, aligned)
                : hub.models(output, true, base, aligned, finetuned);
        AnalyzeRequest request = asked.withModels(
                models.get(0), models.get(1), models.stream().skip(2).findFirst());
        try (AnalysisPlan plan = AnalysisPreflight.check(request)) {
            plan.notes().forEach(n -> output.say("note: " + n));
            Analysis analysis = run(plan);
            if (out != null) AnalysisFolder.write(analysis, out);
            analysis.warnings().forEach(w -> output.say("warning: " + w));
            AnalysisTable.lines(analysis).forEach(output::print);
            if (out != null) output.print("Report: " + out.resolve("report.html"));
            if (output.json) output.print(analysis.toJson());
        }
        return 0;
    }

    private Analysis run(AnalysisPlan plan) throws IOException, InterruptedException {
        try (ProgressBar bar = new ProgressBar(output.quiet)) {
            return Analyzer.run(plan, bar);
        }
    }

    private AnalyzeRequest request() {
        List<String> problems = new ArrayList<>();
        RankChoice choice = AnalyzeRequest.DEFAULT_RANK;
        try {
            if (rank != null) choice = RankChoice.parse(rank);
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        Selection chosen = selection.selection(problems);
        try {
            AnalyzeRequest request = new AnalyzeRequest(
                    HubAccess.path(base),
                    HubAccess.path(aligned),
                    Optional.ofNullable(finetuned).map(HubAccess::path),
                    choice,
                    dtype,
                    top,
                    chosen.include(),
                    chosen.exclude(),
                    threads,
                    Optional.ofNullable(out),
                    overwrite);
            if (problems.isEmpty()) return request;
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        throw new InvalidInputException(problems);
    }
}
