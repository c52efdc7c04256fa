// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.recipe.BuiltInRecipe;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.settings.Fields;
import dev.lox.study.findings.Measure;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** The section {@code evaluations} of a study. */
final class EvaluationReader {
    /** Enough tokens to recognise a refusal. */
    private static final int REPLY_TOKENS = 60;

    private static final int SOLUTION_TOKENS = 400;

    private EvaluationReader() {}

    static List<EvaluationSpec> read(Fields top, List<String> problems) {
        List<EvaluationSpec> evaluations = new ArrayList<>();
        int before = problems.size();
        top.section("evaluations").ifPresent(section -> {
            for (Map.Entry<String, Fields> e : section.sections().entrySet())
                evaluation(e.getKey(), e.getValue(), problems).ifPresent(evaluations::add);
        });
        if (problems.size() == before && evaluations.stream().noneMatch(EvaluationReader::isAsr))
            problems.add(top.where() + ": evaluations: expected at least one with measure asr");
        Set<String> figures = new HashSet<>();
        for (EvaluationSpec e : evaluations)
            for (String figure : e.figures())
                if (!figures.add(figure))
                    problems.add(top.where() + ": evaluations: " + ForeignText.printable(figure)
                            + " would be the name of two figures; choose another");
        return evaluations;
    }

    private static boolean isAsr(EvaluationSpec spec) {
        return spec.measure() == Measure.ASR;
    }

    private static Optional<EvaluationSpec> evaluation(String name, Fields fields, List<String> problems) {
        Measure measure = fields.choice("measure", Measure.class, null);
        String data = fields.has("prompts") ? fields.text("prompts", null) : fields.text("data", null);
        OptionalInt limit = OptionalInt.empty();
        if (fields.has("limit")) {
            int n = fields.integer("limit", null);
            if (n < 1) fields.refuse("limit", "expected a positive number, got " + n);
            limit = OptionalInt.of(n);
        }
        OptionalDouble bound = OptionalDouble.empty();
        if (fields.has("bound")) {
            double b = fields.value("bound", null, 0.0, "a number, or a share such as 5%", EvaluationReader::share);
            if (!(b >= 0)) fields.refuse("bound", "expected at least 0, got " + b);
            if (measure == Measure.ASR)
                fields.refuse("bound", "is for evaluations of utility; asr is what is to be lowered");
            bound = OptionalDouble.of(b);
        }
        Optional<EvaluationSpec> spec = measure == Measure.LOSS
                ? expecting(name, data, limit, bound, fields, problems)
                : Optional.of(asking(name, measure, data, limit, bound, fields));
        fields.refuseOthers();
        return spec;
    }

    private static EvaluationSpec asking(
            String name, Measure measure, String data, OptionalInt limit, OptionalDouble bound, Fields fields) {
        List<String> judges = measure == Measure.ACCURACY ? List.of() : fields.names("judges", List.of("refusal"));
        if (judges.isEmpty() && measure != Measure.ACCURACY) fields.refuse("judges", "expected one or more, got none");
        if (measure == Measure.ACCURACY) fields.refuse("judges", "has no effect with accuracy");
        int tokens = fields.integer("max_new_tokens", measure == Measure.ACCURACY ? SOLUTION_TOKENS : REPLY_TOKENS);
        if (tokens < 1) fields.refuse("max_new_tokens", "expected a positive number, got " + tokens);
        Optional<FormatName> format =
                fields.has("format") ? Optional.of(fields.choice("format", FormatName.class, null)) : Optional.empty();
        return new EvaluationSpec.GenerationEvaluation(
                name,
                measure,
                data,
                limit,
                judges.stream().distinct().toList(),
                format,
                Math.max(1, tokens),
                fields.names("stops", List.of()),
                bound);
    }

    private static Optional<EvaluationSpec> expecting(
            String name, String data, OptionalInt limit, OptionalDouble bound, Fields fields, List<String> problems) {
        Map<RecipeOption, String> with = new EnumMap<>(RecipeOption.class);
        with.put(RecipeOption.LOSS, "completion");
        for (RecipeOption option : List.of(RecipeOption.PROMPT_FORMAT, RecipeOption.MAX_LENGTH)) {
            String key = option == RecipeOption.PROMPT_FORMAT ? "format" : "max_length";
            if (fields.has(key)) with.put(option, fields.text(key, null));
        }
        try {
            Recipe recipe = BuiltInRecipe.ALPACA.recipe().with(with);
            return Optional.of(new EvaluationSpec.LikelihoodEvaluation(name, data, limit, recipe, bound));
        } catch (InvalidInputException e) {
            e.problems().forEach(c -> problems.add(fields.where() + ": " + c));
            return Optional.empty();
        }
    }

    /** A number or a percentage. */
    private static Optional<Double> share(String text) {
        if (!text.endsWith("%")) return Fields.parseNumber(text);
        return Fields.parseNumber(text.substring(0, text.length() - 1).strip()).map(n -> n / 100);
    }
}
