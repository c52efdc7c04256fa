// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import dev.lox.eval.result.Measure;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.reply.FormatName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is asked of every model of a study.
 */
public sealed interface EvaluationSpec {
    String name();

    /** Prompts, problems or rows. */
    String data();

    OptionalInt limit();

    /** Names of what it finds, the first its own. */
    default List<String> figures() {
        return List.of(name());
    }

    /** By how much a variant may be worse than the baseline; none if that does not matter. */
    OptionalDouble bound();

    /**
     * Replies to prompts, judged or held against the right answer.
     *
     * @param measure asr, overrefusal or accuracy
     * @param judges none of accuracy
     * @param format none leaves it to the model
     */
    record Asking(
            String name,
            Measure measure,
            String data,
            OptionalInt limit,
            List<String> judges,
            Optional<FormatName> format,
            int maxNewTokens,
            List<String> stops,
            OptionalDouble bound)
            implements EvaluationSpec {
        public Asking {
            judges = List.copyOf(judges);
            stops = List.copyOf(stops);
        }

        /** One for each judge. */
        @Override
        public List<String> figures() {
            if (judges.isEmpty()) return List.of(name);
            return judges.stream()
                    .map(j -> j.equals(judges.get(0)) ? name : name + " (" + j + ")")
                    .toList();
        }
    }

    /**
     * How well the model expects rows it has not seen.
     *
     * @param recipe how rows are written, and which of their tokens count
     */
    record Expecting(String name, String data, OptionalInt limit, Recipe recipe, OptionalDouble bound)
            implements EvaluationSpec {}
}
