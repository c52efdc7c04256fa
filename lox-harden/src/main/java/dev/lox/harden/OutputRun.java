// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Fills an output folder: it appears whole, or what is finished waits for a later resume, or nothing is left. */
final class OutputRun {
    /** Room for lox.json, the model card and the file system's own. */
    private static final long SLACK = 1L << 20;

    private OutputRun() {}

    /** Whether the disk has room for a result of so many bytes, less what an unfinished run has written of it. */
    static void checkSpace(Path out, long bytes) throws IOException {
        Path existing = out.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        long needed = bytes + SLACK - OutputFolder.unfinishedBytes(out);
        long free = Files.getFileStore(existing).getUsableSpace();
        if (needed > free) throw NotEnoughSpaceException.ahead(out, free, needed);
    }

    /** Carries out a plan. */
    static EditReport into(EditPlan plan, Progress progress) throws IOException, InterruptedException {
        Output output = plan.request().output();
        try (OutputFolder folder = OutputFolder.begin(output.folder(), plan.job(), output.existing())) {
            try {
                return fill(plan, folder, progress);
            } catch (InvalidTensorException | InvalidInputException e) {
                folder.discard();
                throw e;
            } catch (IOException e) {
                throw isDiskFull(e) ? NotEnoughSpaceException.onTheWay(output.folder(), plan.outputBytes(), e) : e;
            }
        }
    }

    private static EditReport fill(EditPlan plan, OutputFolder folder, Progress progress)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        InputDigests digests = new InputDigests(plan.models().files());
        try (Result result = plan.request().output().format().open(plan, folder)) {
            TensorLoop.LoopResult made = new TensorLoop(plan, result, digests, progress).run();
            requireChange(plan, made.outcomes());
            List<String> warnings = new ArrayList<>(CastNoise.warnings(made.outcomes()));
            warnings.addAll(RoundingLoss.warnings(plan, made.outcomes()));
            long bytes = result.commit(Provenance.files(plan, made.outcomes(), warnings, digests));
            return new EditReport(
                    made.outcomes(),
                    bytes,
                    made.resumed(),
                    (System.nanoTime() - begun) / 1e9,
                    NativeScope.peakBytes(),
                    List.copyOf(warnings));
        }
    }

    /** A delta of zero everywhere means that two folders were mixed up, or that training never ran. */
    private static void requireChange(EditPlan plan, Map<String, TensorOutcome> outcomes) {
        EditRequest request = plan.request();
        boolean byDelta = request.method().delta().isPresent();
        if (!byDelta
                || request.output().allowUnchanged()
                || outcomes.values().stream().anyMatch(TensorOutcome::changed)) return;
        throw new InvalidInputException(
                "%s: %s in every tensor that is selected, so there is no delta; pass %s for a copy",
                request.model(Role.ALIGNED),
                plan.models().adapter().isPresent()
                        ? "the adapter's factors are zero"
                        : "is equal to " + request.model(Role.BASE),
                Setting.of("allow-unchanged"));
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                || message.contains("not enough space")
                || message.contains("quota exceeded");
    }
}
