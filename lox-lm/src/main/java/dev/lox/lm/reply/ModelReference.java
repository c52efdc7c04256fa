// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.checkpoint.ModelIdentity;
import dev.lox.lm.model.LoadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model on this machine that can be loaded.
 *
 * @param folder in Hugging Face layout
 * @param options adapter, precision and device
 * @param name what the user calls it; for records only
 * @param adapterName what the user calls the adapter; for records only
 * @since 0.1
 */
public record ModelReference(Path folder, LoadOptions options, String name, Optional<String> adapterName) {
    /** A model without an adapter, computed in float32 on the CPU. */
    public static ModelReference of(Path folder) {
        return new ModelReference(folder, LoadOptions.DEFAULT, folder.toString(), Optional.empty());
    }

    /** The identity of model and adapter; reads all their files. */
    public ModelIdentity identity() throws IOException {
        return ModelIdentity.of(folder, options.adapter());
    }

    /**
     * Loads the model.
     *
     * @throws dev.lox.base.InvalidInputException if a part is missing or wrong
     */
    public LanguageModel open() throws IOException {
        return LanguageModel.open(folder, options);
    }
}
