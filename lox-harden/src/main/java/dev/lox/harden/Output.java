// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.OutputFolder;
import java.nio.file.Path;

/**
 * Where a result goes.
 *
 * @param folder the folder to make
 * @param existing what to do if the folder, or an unfinished run for it, already exists
 * @param allowUnchanged whether a result without any change is made, rather than refused
 */
public record Output(Path folder, OutputFormat format, OutputFolder.IfExists existing, boolean allowUnchanged) {
    /** A result without any change is refused. */
    public Output(Path folder, OutputFormat format, OutputFolder.IfExists existing) {
        this(folder, format, existing, false);
    }

    /** A checkpoint in a folder that does not exist yet. */
    public static Output checkpoint(Path folder) {
        return new Output(folder, OutputFormat.CHECKPOINT, OutputFolder.IfExists.REFUSE);
    }

    /** A LoRA adapter in a folder that does not exist yet. */
    public static Output adapter(Path folder) {
        return new Output(folder, OutputFormat.ADAPTER, OutputFolder.IfExists.REFUSE);
    }
}
