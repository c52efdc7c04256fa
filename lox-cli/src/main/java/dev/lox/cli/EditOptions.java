// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.harden.ComputeLimits;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditReport;
import dev.lox.harden.Output;
import dev.lox.harden.OutputFormat;
import dev.lox.study.alpha.AlphaSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How an edit of weights is carried out. */
final class EditOptions {
    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Sizes.Parser.class,
            description = "memory for matrices in use, such as 1G; default: 1400M")
    long maxMemory = ComputeLimits.DEFAULT_MEMORY;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "tensors processed at once; default: one per processor")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--dry-run", description = "check everything and report what would be done; write nothing")
    boolean dryRun;

    @Option(names = "--resume", description = "resume an interrupted run")
    boolean resume;

    @Option(names = "--overwrite", description = "replace the result of an earlier run")
    boolean overwrite;

    @Option(
            names = "--allow-unchanged",
            description = "make a copy where nothing is to be changed, instead of refusing it")
    boolean allowUnchanged;

    /** Where the result goes. */
    Output output(Path out, OutputFormat format, List<String> problems) {
        if (resume && overwrite) problems.add("--resume and --overwrite exclude each other");
        return new Output(out, format, IfExists.of(resume, overwrite), allowUnchanged);
    }

    ComputeLimits limits() {
        return new ComputeLimits(maxMemory, threads);
    }

    /** Makes the result, or reports what would be done. */
    void carryOut(EditPlan plan, EditOutput words, ObjectNode method, Optional<AlphaSearch> search)
            throws IOException, InterruptedException {
        plan.notes().forEach(n -> words.output().say("note: " + n));
        if (dryRun) {
            words.plan(plan, method);
            return;
        }
        EditReport report;
        try (ProgressBar bar = new ProgressBar(words.output().quiet)) {
            report = plan.run(bar);
        }
        words.report(plan.request(), report, method, search);
    }
}
