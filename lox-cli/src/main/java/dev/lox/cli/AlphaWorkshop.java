// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.FileTree;
import dev.lox.harden.EditRequest;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.alpha.HardenTrial;
import dev.lox.study.alpha.UseData;
import dev.lox.study.engine.CellStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where models are tried.
 *
 * @param passing whether it goes when that is done
 */
record AlphaWorkshop(Path folder, boolean passing) implements AutoCloseable {
    /** The folder asked for, or one on the disk that the result goes to: each model tried is as large. */
    static AlphaWorkshop open(@Nullable Path asked, Path out) throws IOException {
        if (asked != null) return new AlphaWorkshop(asked, false);
        Path above = out.toAbsolutePath().normalize().getParent();
        while (!Files.exists(Objects.requireNonNull(above, "the root is there"))) above = above.getParent();
        return new AlphaWorkshop(Files.createTempDirectory(above, ".lox-alpha-"), true);
    }

    HardenTrial trial(
            EditRequest request, UseData data, ComputeDevice device, OutputOptions output, Interrupt interrupt)
            throws IOException, InterruptedException {
        CellStore store = new CellStore(folder);
        return new HardenTrial(request, data, device, store, new CellLines(output), interrupt::came);
    }

    @Override
    public void close() throws IOException {
        if (passing) FileTree.delete(folder);
    }
}
