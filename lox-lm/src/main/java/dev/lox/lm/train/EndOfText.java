// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.generate.EndTokens;
import dev.lox.lm.text.SpecialTokens;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The token that a model learns to end its replies with: the tokenizer's {@code eos_token}, else the model's. */
final class EndOfText {
    private EndOfText() {}

    /**
     * Reads it from a model folder.
     *
     * @throws InvalidInputException if the folder names none, or one that the tokenizer does not have
     */
    static int of(Path folder, Tokenizer tokenizer) throws IOException {
        Optional<String> token = SpecialTokens.endOfText(folder);
        if (token.isPresent())
            return tokenizer
                    .id(token.get())
                    .orElseThrow(() -> new InvalidInputException(folder.resolve("tokenizer_config.json")
                            + ": eos_token is no token of tokenizer.json: " + ForeignText.printable(token.get())));
        Set<Integer> ids = EndTokens.of(folder);
        if (ids.isEmpty())
            throw new InvalidInputException(folder + ": names no token that ends a text; expected eos_token in"
                    + " tokenizer_config.json or eos_token_id in config.json");
        return ids.iterator().next();
    }
}
