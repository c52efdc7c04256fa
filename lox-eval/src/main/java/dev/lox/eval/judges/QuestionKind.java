// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The kind of question for a language model, by the prefix of the judge's name. */
enum QuestionKind {
    /** A classifier's own question, the user's, or the rubric for the purpose. */
    STANDARD("") {
        @Override
        Question question(String model, Purpose purpose, Optional<Path> prompt) throws IOException {
            Optional<Classifier> classifier = Classifier.of(model);
            if (prompt.isEmpty())
                return classifier.isPresent() ? classifier.get().question(model, purpose) : Rubric.of(purpose);
            if (classifier.isPresent()) throw hasItsOwn(model + " is a classifier and answers one question only");
            if (purpose == Purpose.REFUSAL)
                throw hasItsOwn("a refusal is a class, and your own question gives a score");
            return OwnQuestion.read(prompt.get());
        }
    },
    /** StrongREJECT's rubric. */
    STRONG_REJECT("strongreject:") {
        @Override
        Question question(String model, Purpose purpose, Optional<Path> prompt) {
            if (purpose != Purpose.HARM)
                throw new InvalidInputException(
                        prefix() + " grades harm and does not tell " + purpose.label() + "; pass another judge for it");
            if (prompt.isPresent()) throw hasItsOwn(prefix() + " has a question of its own");
            if (Classifier.of(model).isPresent())
                throw new InvalidInputException(
                        model + ": is a classifier and answers one question only; leave out " + prefix());
            return new StrongReject();
        }
    };

    private static final Setting PROMPT = Setting.of("judge-prompt");

    private final String prefix;

    QuestionKind(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    /**
     * Chooses the question for a model.
     *
     * @param model classifiers are recognised by its name
     * @param prompt a file with the user's own question
     * @throws InvalidInputException if the model does not support the purpose, or the file is not a valid question
     */
    abstract Question question(String model, Purpose purpose, Optional<Path> prompt) throws IOException;

    static InvalidInputException hasItsOwn(String why) {
        return new InvalidInputException("%s: %s; leave it out", PROMPT, why);
    }
}
