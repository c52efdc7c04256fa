// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.eval.result.Measure;
import dev.lox.harden.Extrapolation;
import dev.lox.lm.recipe.BuiltInRecipe;
import dev.lox.study.cell.CellStore;
import dev.lox.study.result.EvaluationAbout;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.Figure;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.spec.AttackPlan;
import dev.lox.study.spec.AttackSpec;
import dev.lox.study.spec.EvaluationSpec;
import dev.lox.study.spec.VariantSpec;
import dev.lox.study.work.FigureCell;
import dev.lox.study.work.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Figures of an attack study that nobody ran: ASR, and refusals of what is harmless, which may be 10 points more. */
final class MadeUp {
    private static final double BOUND = 0.1;

    private final List<VariantSpec> variants = new ArrayList<>();
    private final List<AttackPlan> attacks = new ArrayList<>();
    private final List<Arm> arms = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    MadeUp(int seeds, String... attackNames) throws IOException {
        variants.add(VariantSpec.baseline("plain"));
        variants.add(VariantSpec.hardened("LoX", Extrapolation.DEFAULT));
        variants.add(VariantSpec.hardened("random", Extrapolation.DEFAULT.atRandom(1)));
        List<Long> all =
                java.util.stream.LongStream.rangeClosed(1, seeds).boxed().toList();
        for (String name : attackNames)
            attacks.add(new AttackPlan(name, "gsm8k", BuiltInRecipe.GSM8K.recipe(), "rows", all, 0));
    }

    /** ASR by seed after an attack, beside one rate of refusals; null is what failed. */
    MadeUp found(String variant, String attack, @Nullable Double refusals, @Nullable Double... asr) {
        for (int s = 1; s <= asr.length; s++) add(variant, attack, (long) s, refusals, asr[s - 1]);
        return this;
    }

    MadeUp before(String variant, @Nullable Double refusals, @Nullable Double asr) {
        add(variant, null, null, refusals, asr);
        return this;
    }

    private void add(
            String variant,
            @Nullable String attack,
            @Nullable Long seed,
            @Nullable Double refusals,
            @Nullable Double asr) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        if (asr != null) figures.put("ASR", new Figure(asr, null, null, 100, 0, 0));
        if (refusals != null) figures.put("refusals", new Figure(refusals, null, null, 100, 0, 0));
        Stage stage = attack == null ? Stage.BEFORE : Stage.AFTER;
        arms.add(new Arm(variant, attack, seed, 1, stage, Map.of(), Optional.empty()));
        points.add(new Point(variant, attack, seed, 1, stage, figures, null));
    }

    AttackSpec spec() {
        return new AttackSpec(
                "T",
                "b",
                "a",
                variants,
                attacks,
                List.of(
                        asking("ASR", Measure.ASR, OptionalDouble.empty()),
                        asking("refusals", Measure.OVERREFUSAL, OptionalDouble.of(BOUND))),
                OptionalInt.empty());
    }

    private static EvaluationSpec asking(String name, Measure measure, OptionalDouble bound) {
        return new EvaluationSpec.Asking(
                name, measure, "p", OptionalInt.empty(), List.of("refusal"), Optional.empty(), 8, List.of(), bound);
    }

    AttackFindings findings() throws IOException {
        List<Evaluation> evaluations =
                List.of(new Named("ASR", "asr", null), new Named("refusals", "overrefusal", BOUND));
        return new AttackFindings(spec(), arms, points, evaluations, new CellStore(Path.of("nowhere")));
    }

    AttackVerdict verdict(FailedCell... failed) throws IOException {
        return new AttackVerdict(spec(), findings(), List.of(failed));
    }

    private record Named(
            String name, String measure, @Nullable Double bound) implements Evaluation {
        @Override
        public EvaluationAbout about() {
            return new EvaluationAbout(name, measure, "refusal", bound, name);
        }

        @Override
        public FigureCell cell(String model, ModelSource source) {
            throw new AssertionError("nothing is run");
        }
    }
}
