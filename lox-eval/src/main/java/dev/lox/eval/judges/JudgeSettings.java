// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.InvalidInputException;
import dev.lox.eval.endpoint.Endpoint;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of judges that are language models.
 *
 * @param endpoint server of remote models
 * @param prices of the endpoint's tokens, for the reported cost
 * @param prompt file with the user's question
 * @param cache folder of cached answers
 * @param models finds local models
 * @since 0.1
 */
public record JudgeSettings(
        Optional<Endpoint> endpoint,
        Optional<Prices> prices,
        Optional<Path> prompt,
        Optional<Path> cache,
        LocalModel.Resolver models) {
    /** Sufficient for judges that are rules. */
    public static final JudgeSettings NONE =
            new JudgeSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), model -> {
                throw new InvalidInputException("model:" + model + ": no models are available");
            });
}
