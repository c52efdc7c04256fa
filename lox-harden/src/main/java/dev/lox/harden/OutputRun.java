// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fills an output folder: it appears whole, or what is finished waits for a later resume, or nothing is left. */
public final class OutputRun {
    /** Room for lox.json, the model card and the file system's own. */
    private static final long SLACK = 1L << 20;

    private OutputRun() {}

    /** Whether the disk has room for a result of so many bytes, less what an unfinished run has written of it. */
    public static void checkSpace(Path out, long bytes) throws IOException {
        Path existing = out.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) existing = existing.getParent();
        long needed = bytes + SLACK - OutputFolder.unfinishedBytes(out);
        long free = Files.getFileStore(existing).getUsableSpace();
        if (needed > free) throw NotEnoughSpaceException.ahead(out, free, needed);
    }

    /** Writes the result and commits it. */
    @FunctionalInterface
    public interface Filling<R> {
        R fill(OutputFolder folder) throws IOException, InterruptedException;
    }

    /**
     * Fills the folder.
     *
     * @param job everything the result depends on, as one text
     * @param bytes of the whole result
     * @throws BadTensorException if a tensor's values cannot be used; nothing is left then
     * @throws IOException if reading or writing failed
     */
    public static <R> R into(Path out, String job, OutputFolder.Existing existing, long bytes, Filling<R> filling)
            throws IOException, InterruptedException {
        try (OutputFolder folder = OutputFolder.begin(out, job, existing)) {
            try {
                return filling.fill(folder);
            } catch (BadTensorException e) {
                folder.discard();
                throw e;
            } catch (IOException e) {
                throw isDiskFull(e) ? NotEnoughSpaceException.onTheWay(out, bytes, e) : e;
            }
        }
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left")
                || message.contains("not enough space")
                || message.contains("quota exceeded");
    }
}
