// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.lm.generate.Batching;
import dev.lox.lm.reply.LanguageModel;
import java.io.IOException;

/**
 * A judge's local model.
 *
 * @param name the user's name for it
 * @param fingerprint changes when weights, tokenizer or precision do
 */
public record LocalModel(String name, String fingerprint, Opener opener, Batching batching) {
    /** Loads the model; the judge closes it. */
    @FunctionalInterface
    public interface Opener {
        LanguageModel open() throws IOException;
    }

    /** Finds a model by its folder or hub id. */
    @FunctionalInterface
    public interface Resolver {
        LocalModel resolve(String model) throws IOException, InterruptedException;
    }
}
