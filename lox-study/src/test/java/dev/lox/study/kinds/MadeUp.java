// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.AttackFindings;
import dev.lox.study.findings.AttackInfo;
import dev.lox.study.findings.AttackVerdict;
import dev.lox.study.findings.Effort;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.FailedCell;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Measure;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.RunInfo;
import dev.lox.study.findings.Stage;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Figures of an attack study that nobody ran: ASR, and refusals of harmless prompts with a limit of 10 points. */
final class MadeUp {
    static final String HEADLINE = "ASR";

    private static final List<VariantInfo> VARIANTS = List.of(
            VariantInfo.of("plain", VariantKind.BASELINE, ""),
            VariantInfo.of("LoX", VariantKind.DEFENCE, ""),
            VariantInfo.of("random", VariantKind.CONTROL, ""));

    private static final List<Evaluation> EVALUATIONS =
            List.of(named(HEADLINE, Measure.ASR, null), named("refusals", Measure.OVERREFUSAL, 0.1));

    private final List<AttackInfo> attacks = new ArrayList<>();
    private final List<Trial> trials = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    MadeUp(int seeds, String... attackNames) {
        List<Long> all = LongStream.rangeClosed(1, seeds).boxed().toList();
        for (String name : attackNames) attacks.add(new AttackInfo(name, all, 1, ""));
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
        if (asr != null) figures.put(HEADLINE, new Figure(asr, null, null, 100, 0, 0));
        if (refusals != null) figures.put("refusals", new Figure(refusals, null, null, 100, 0, 0));
        Stage stage = attack == null ? Stage.BEFORE : Stage.AFTER;
        trials.add(new Trial(variant, attack, seed, 1, stage, Map.of(), Optional.empty()));
        points.add(new Point(variant, attack, seed, 1, stage, figures, null));
    }

    AttackFindings findings() throws IOException {
        AttackComparison compared =
                new AttackComparison(VARIANTS, attacks, trials, points, EVALUATIONS, new CellStore(Path.of("nowhere")));
        return new AttackFindings(VARIANTS, attacks, points, compared.differences(), compared.worst(), null);
    }

    AttackVerdict verdict() throws IOException {
        return findings().verdict(HEADLINE).orElseThrow();
    }

    StudyResult result(FailedCell... failed) throws IOException {
        return new StudyResult(
                "T",
                List.of(),
                EVALUATIONS.stream().map(Evaluation::info).toList(),
                findings(),
                new RunInfo("1", List.of(failed), new Effort(9, 0, 1, "", ""), "", List.of()));
    }

    private static Evaluation named(String name, Measure measure, @Nullable Double bound) {
        return new Evaluation(new EvaluationInfo(name, measure, "refusal", bound, name), (model, source) -> {
            throw new AssertionError("nothing is run");
        });
    }
}
