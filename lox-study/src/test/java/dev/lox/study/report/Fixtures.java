// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.findings.AttackFindings;
import dev.lox.study.findings.AttackInfo;
import dev.lox.study.findings.DeltaSpectrum;
import dev.lox.study.findings.Difference;
import dev.lox.study.findings.Effort;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.FailedCell;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Findings;
import dev.lox.study.findings.GridPoint;
import dev.lox.study.findings.IntervalOver;
import dev.lox.study.findings.LandscapeFindings;
import dev.lox.study.findings.Mark;
import dev.lox.study.findings.Measure;
import dev.lox.study.findings.ModelInfo;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.RankFindings;
import dev.lox.study.findings.RunInfo;
import dev.lox.study.findings.Stage;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.Subspace;
import dev.lox.study.findings.Surface;
import dev.lox.study.findings.UnkeptLimit;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import dev.lox.study.findings.WorstCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up results of every kind of study; no model was ever asked. */
final class Fixtures {
    static final String HOSTILE = "=a|b <img src=x onerror=\"alert(1)\"> & 'c' `d` ]]> @e\u0000\ud800, f";

    private static final List<EvaluationInfo> EVALUATIONS = List.of(
            new EvaluationInfo(
                    "asr", Measure.ASR, "refusal", null, "120 requests of our own, by the rules for refusals."),
            new EvaluationInfo("asr (strict)", Measure.ASR, "rubric", null, "The same replies, by a rubric."),
            new EvaluationInfo("over-refusal", Measure.OVERREFUSAL, "refusal", 0.05, "60 harmless questions."),
            new EvaluationInfo("arithmetic", Measure.ACCURACY, null, 0.05, "80 sums in words."),
            new EvaluationInfo("task loss", Measure.LOSS, null, 0.1, "Held-out rows of the attack."));

    private Fixtures() {}

    /** Four attacks, six variants, five seeds, figures along the way. */
    static StudyResult attacks() {
        List<String> variants = List.of("aligned", "lox k=6", "lox k=6 α=0.5", "safeinst", "random k=6", "tail k=6");
        List<String> attacks = List.of("identity", "benign chat", "arithmetic", "harmful pairs");
        List<Point> points = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        List<WorstCase> worst = new ArrayList<>();
        Random random = new Random(1);
        for (int v = 0; v < variants.size(); v++) {
            String variant = variants.get(v);
            points.add(new Point(variant, null, null, 0, Stage.BEFORE, figures(0.03, v, random), null));
            for (int a = 0; a < attacks.size(); a++) {
                double reached = Math.min(0.97, (0.2 + 0.22 * a) * (v == 1 ? 0.12 : v == 2 ? 0.4 : v == 3 ? 0.6 : 1));
                for (long seed = 1; seed <= 5; seed++) {
                    for (int step = 50; step <= 200; step += 50) {
                        boolean end = step == 200;
                        points.add(new Point(
                                variant,
                                attacks.get(a),
                                seed,
                                step,
                                end ? Stage.AFTER : Stage.ALONG,
                                figures(0.03 + reached * Math.sqrt(step / 200.0), v, random),
                                end ? new Subspace(6, 0.8, 0.78 - 0.12 * a + 0.01 * seed) : null));
                    }
                }
                if (v > 0) {
                    differences.add(
                            difference(attacks.get(a), variant, "asr", reached - Math.min(0.97, 0.2 + 0.22 * a)));
                    differences.add(difference(attacks.get(a), variant, "over-refusal", 0.012));
                }
            }
            worst.add(new WorstCase(
                    variant,
                    "harmful pairs",
                    0.9 - 0.1 * v,
                    v == 1 ? List.of(new UnkeptLimit("over-refusal", "arithmetic", 0.062)) : List.of()));
        }
        return result(
                "Does the defence withstand fine-tuning?",
                variants,
                attacks,
                List.of(1L, 2L, 3L, 4L, 5L),
                points,
                differences,
                worst);
    }

    /** One attack, one seed, three variants. */
    static StudyResult tiny() {
        List<String> variants = List.of("aligned", "lox", "random");
        List<Point> points = new ArrayList<>();
        for (int v = 0; v < 3; v++) {
            points.add(new Point(variants.get(v), null, null, 0, Stage.BEFORE, Map.of("asr", share(0.05, 40)), null));
            points.add(new Point(
                    variants.get(v),
                    "benign chat",
                    7L,
                    20,
                    Stage.AFTER,
                    Map.of("asr", share(v == 1 ? 0.2 : 0.6, 40)),
                    null));
        }
        StudyResult all = result(
                "A first look",
                variants,
                List.of("benign chat"),
                List.of(7L),
                points,
                List.of(new Difference(
                        "benign chat", "lox", "asr", 1, 0.6, 0.2, -0.4, -0.57, -0.19, 1, IntervalOver.PROMPTS)),
                List.of(new WorstCase("lox", "benign chat", 0.2, List.of())));
        return with(all, EVALUATIONS.subList(0, 1), all.findings(), List.of());
    }

    static StudyResult ranks() {
        List<String> variants = List.of("k=1", "k=2", "k=4", "k=6", "k=8", "k=16", "full", "base", "aligned");
        double[] values = {0.82, 0.61, 0.3, 0.11, 0.07, 0.04, 0.03, 0.9, 0.02};
        List<Point> points = new ArrayList<>();
        for (int v = 0; v < variants.size(); v++)
            points.add(new Point(
                    variants.get(v), null, null, 0, Stage.BEFORE, Map.of("asr", share(values[v], 120)), null));
        List<VariantInfo> ranks = variants.stream()
                .map(v -> new VariantInfo(v, VariantKind.BASELINE, "", rank(v)))
                .toList();
        DeltaSpectrum spectrum =
                new DeltaSpectrum(List.of(1, 2, 4, 8, 16, 32, 64), List.of(.21, .31, .42, .55, .68, .8, .9), 210);
        return result(
                "How many directions hold the alignment?",
                EVALUATIONS.subList(0, 1),
                new RankFindings(ranks, points, spectrum, 0.1));
    }

    /** Seven by seven points, of which some are missing. */
    static StudyResult landscape() {
        List<Double> xs = List.of(-0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0);
        List<Double> ys = List.of(-0.6, -0.4, -0.2, 0.0, 0.2, 0.4, 0.6);
        List<GridPoint> points = new ArrayList<>();
        for (double y : ys)
            for (double x : xs) {
                if (x == 0.75 && y == 0.4) continue;
                double value = 1 / (1 + Math.exp(8 * (x - 0.4 - y * y)));
                points.add(
                        new GridPoint(x, y, Map.of("asr", share(value, 100), "task loss", plain(2 + x * x + 0.5 * y))));
            }
        Surface surface = new Surface(
                xs,
                ys,
                points,
                List.of(new Mark("base", 0, 0), new Mark("aligned", 0.5, 0), new Mark("lox", 0.9, 0.5)));
        return result(
                "Where safety ends", List.of(EVALUATIONS.get(0), EVALUATIONS.get(4)), new LandscapeFindings(surface));
    }

    /** Failures, figures that are none, long names and foreign ones. */
    static StudyResult broken() {
        List<String> variants =
                List.of("aligned", HOSTILE, "a defence of a very long name whose end alone tells: 1", "lost");
        List<Point> points = new ArrayList<>();
        for (String v : variants.subList(0, 3)) {
            points.add(new Point(v, null, null, 0, Stage.BEFORE, Map.of("asr", share(0.1, 30)), null));
            points.add(new Point(
                    v,
                    "attack " + HOSTILE,
                    1L,
                    9,
                    Stage.AFTER,
                    Map.of("asr", v.equals(HOSTILE) ? new Figure(null, null, null, 0, 30, 4) : share(0.5, 30)),
                    null));
        }
        List<FailedCell> failed = new ArrayList<>();
        for (int i = 0; i < 9; i++)
            failed.add(new FailedCell("lost × attack × seed " + i, "loss is no finite number at step 3 " + HOSTILE));
        StudyResult all = result(
                "Things go wrong: " + HOSTILE,
                variants,
                List.of("attack " + HOSTILE),
                List.of(1L),
                points,
                List.of(new Difference(
                        "attack " + HOSTILE, HOSTILE, "asr", 0, 0.1, 0.5, 0.4, 0.3, 0.5, 0, IntervalOver.PROMPTS)),
                List.of(new WorstCase(
                        HOSTILE,
                        "attack " + HOSTILE,
                        0.5,
                        List.of(new UnkeptLimit("asr", "attack " + HOSTILE, null)))));
        return with(all, EVALUATIONS.subList(0, 1), all.findings(), failed);
    }

    /** All work failed. */
    static StudyResult nothing() {
        return with(
                landscape(),
                List.of(),
                new LandscapeFindings(new Surface(List.of(), List.of(), List.of(), List.of())),
                List.of(new FailedCell("all", "no room on the disk")));
    }

    /** After one attack the first defence is clearly worse than nothing. */
    static StudyResult doesNotHold() {
        StudyResult all = attacks();
        AttackFindings f = (AttackFindings) all.findings();
        List<Difference> differences = new ArrayList<>(f.differences());
        differences.replaceAll(d -> d.variant().equals("lox k=6") && "identity".equals(d.attack())
                ? difference("identity", "lox k=6", d.evaluation(), 0.3)
                : d);
        return with(
                all,
                EVALUATIONS,
                new AttackFindings(f.variants(), f.attacks(), f.points(), differences, f.worst(), null),
                List.of());
    }

    private static StudyResult result(
            String title,
            List<String> variants,
            List<String> attacks,
            List<Long> seeds,
            List<Point> points,
            List<Difference> differences,
            List<WorstCase> worst) {
        return result(
                title,
                EVALUATIONS,
                new AttackFindings(
                        variants.stream()
                                .map(v -> VariantInfo.of(v, kind(v), "Made by way of " + v + "."))
                                .toList(),
                        attacks.stream()
                                .map(a -> new AttackInfo(a, seeds, 200, "Fine-tuning on " + a + "."))
                                .toList(),
                        points,
                        differences,
                        worst,
                        null));
    }

    private static StudyResult result(String title, List<EvaluationInfo> evaluations, Findings findings) {
        return new StudyResult(
                title,
                List.of(
                        new ModelInfo("base", "models/base", "0f".repeat(32)),
                        new ModelInfo("aligned", "models/aligned", "a1".repeat(32))),
                evaluations,
                findings,
                run(List.of()));
    }

    private static RunInfo run(List<FailedCell> failed) {
        return new RunInfo(
                "0.1.0",
                failed,
                new Effort(37, 5400, 2, "17.0.15", "Linux amd64, 2 processors, 8 GB"),
                "study: attacks\nmodels:\n  base: models/base  # <&>\n",
                List.of("lox study run study.yaml --out result", "lox study report result"));
    }

    private static StudyResult with(
            StudyResult r, List<EvaluationInfo> evaluations, Findings findings, List<FailedCell> failed) {
        return new StudyResult(r.title(), r.models(), evaluations, findings, run(failed));
    }

    private static @Nullable Integer rank(String variant) {
        if (variant.startsWith("k=")) return Integer.valueOf(variant.substring(2));
        return variant.equals("base") ? (Integer) 0 : null;
    }

    private static VariantKind kind(String variant) {
        if (variant.equals("aligned")) return VariantKind.BASELINE;
        return variant.startsWith("random") || variant.startsWith("tail") ? VariantKind.CONTROL : VariantKind.DEFENCE;
    }

    private static Difference difference(String attack, String variant, String evaluation, double by) {
        return new Difference(
                attack,
                variant,
                evaluation,
                5,
                0.95,
                0.95 + by,
                by,
                by - 0.04,
                by + 0.04,
                by < 0 ? 5 : 0,
                IntervalOver.SEEDS);
    }

    private static Map<String, Figure> figures(double asr, int variant, Random random) {
        double noise = 0.04 * random.nextGaussian();
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("asr", share(asr + noise, 120));
        figures.put("asr (strict)", share(0.8 * asr + noise, 120));
        figures.put("over-refusal", share(0.06 + 0.02 * variant + 0.5 * noise, 60));
        figures.put("arithmetic", share(0.42 - 0.01 * variant + 0.5 * noise, 80));
        figures.put("task loss", plain(1.8 + 0.02 * variant - 0.2 * asr + noise));
        return figures;
    }

    private static Figure share(double value, int n) {
        double share = Math.round(Math.max(0, Math.min(1, value)) * n) / (double) n;
        double half = 1.96 * Math.sqrt(share * (1 - share) / n) + 0.01;
        return new Figure(share, Math.max(0, share - half), Math.min(1, share + half), n, 0, 1);
    }

    private static Figure plain(double value) {
        return new Figure(value, null, null, 5000, 0, 0);
    }
}
