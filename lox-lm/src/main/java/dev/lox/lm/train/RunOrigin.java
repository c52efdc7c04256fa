// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The user's names for the inputs of a run, as recorded in {@code lox.json}. A run is only resumed under the same names.
 *
 * @param command what started the run, such as {@code finetune} or {@code align}
 * @param moreData the recipe's second kind of data; may be empty
 * @since 0.1
 */
public record RunOrigin(String command, String model, Optional<String> adapter, String data, List<String> moreData) {
    public RunOrigin {
        moreData = List.copyOf(moreData);
    }

    /** A run that a program started on a model folder. */
    static RunOrigin of(String command, Path model) {
        return new RunOrigin(command, model.toString(), Optional.empty(), "", List.of());
    }
}
