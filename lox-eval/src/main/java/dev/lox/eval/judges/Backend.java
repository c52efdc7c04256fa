// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.InvalidInputException;
import java.io.IOException;

/** Where a judge's model runs, by the prefix of the judge's name. */
enum Backend {
    /** Behind an OpenAI-compatible endpoint. */
    OPENAI("openai:") {
        @Override
        ChatBackend connect(String model, JudgeSettings settings) {
            return new RemoteBackend(
                    settings.endpoint()
                            .orElseThrow(() -> new InvalidInputException(prefix() + model + ": no endpoint is given")),
                    model,
                    settings.prices());
        }
    },
    /** On this machine. */
    MODEL("model:") {
        @Override
        ChatBackend connect(String model, JudgeSettings settings) throws IOException, InterruptedException {
            return new LocalBackend(settings.models().resolve(model));
        }
    };

    private final String prefix;

    Backend(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /** Creates a connection to the model; sends and loads nothing yet. */
    abstract ChatBackend connect(String model, JudgeSettings settings) throws IOException, InterruptedException;
}
