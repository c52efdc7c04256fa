// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.generate.Batching;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much runs at once. */
final class BatchOptions {
    @Option(
            names = "--batch-size",
            paramLabel = "N|auto",
            defaultValue = "auto",
            description = "replies generated at once; auto: as many as --max-memory holds, up to "
                    + Batching.DEFAULT_SEQUENCES)
    String batchSize;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Sizes.Parser.class,
            defaultValue = "2G",
            description =
                    "memory for the KV cache; limits how many replies run at once and how long one can be; default: ${DEFAULT-VALUE}")
    long maxMemory;

    /** The bounds; none if something is wrong, which is then among the problems. */
    @Nullable
    Batching batching(List<String> problems) {
        try {
            return new Batching(
                    batchSize.equals("auto") ? Batching.DEFAULT_SEQUENCES : Integer.parseInt(batchSize), maxMemory);
        } catch (NumberFormatException e) {
            problems.add("--batch-size must be a number or auto, got " + batchSize);
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        return null;
    }
}
