// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
            } catch (InvalidTensorException e) {
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
            long bytes = result.commit(Provenance.files(plan, made.outcomes(), digests));
            return new EditReport(
                    made.outcomes(),
                    bytes,
                    made.resumed(),
                    (System.nanoTime() - begun) / 1e9,
                    NativeScope.peakBytes(),
                    RoundingLoss.warnings(plan, made.outcomes()));
        }
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                || message.contains("not enough space")
                || message.contains("quota exceeded");
    }
}
