// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Models trained as judges, each with its own question. They are recognised by name. */
enum Classifier {
    LLAMA_GUARD("llamaguard") {
        @Override
        Question question(String model, Purpose purpose) {
            if (purpose != Purpose.HARM) throw cannot(model, purpose);
            return new LlamaGuard();
        }
    },
    HARM_BENCH("harmbench") {
        @Override
        Question question(String model, Purpose purpose) {
            if (purpose != Purpose.HARM) throw cannot(model, purpose);
            String name = bare(model);
            if (name.contains("mistral")) return HarmBench.MISTRAL;
            if (name.contains("llama2") && !name.contains("multimodal")) return HarmBench.LLAMA;
            throw new InvalidInputException(
                    model + ": expected HarmBench-Llama-2-13b-cls or HarmBench-Mistral-7b-val-cls"
                            + " in the name, as each has a format of its own");
        }
    },
    WILD_GUARD("wildguard") {
        @Override
        Question question(String model, Purpose purpose) {
            if (purpose == Purpose.HELPFULNESS) throw cannot(model, purpose);
            return new WildGuard(purpose);
        }
    };

    private final String mark;

    Classifier(String mark) {
        this.mark = mark;
    }

    /** The classifier with this folder name or hub id. */
    static Optional<Classifier> of(String model) {
        String name = bare(model);
        return Arrays.stream(values()).filter(c -> name.contains(c.mark)).findFirst();
    }

    /** The last part of a path, with variants in spelling removed. */
    static String bare(String model) {
        String last = model.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", "");
        return last.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** @throws InvalidInputException if it does not support the measure */
    abstract Question question(String model, Purpose purpose);

    static InvalidInputException cannot(String model, Purpose purpose) {
        return new InvalidInputException(model + ": is a classifier of harm and does not tell " + purpose.label()
                + "; pass another judge for it");
    }
}
