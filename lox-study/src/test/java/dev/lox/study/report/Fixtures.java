// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.study.result.AttackAbout;
import dev.lox.study.result.DeltaSpectrum;
import dev.lox.study.result.Difference;
import dev.lox.study.result.Effort;
import dev.lox.study.result.EvaluationAbout;
import dev.lox.study.result.FailedCell;
import dev.lox.study.result.Figure;
import dev.lox.study.result.GridPoint;
import dev.lox.study.result.Mark;
import dev.lox.study.result.ModelAbout;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.result.StudyResult;
import dev.lox.study.result.Subspace;
import dev.lox.study.result.Surface;
import dev.lox.study.result.VariantAbout;
import dev.lox.study.result.Worst;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up results of every kind of study; no model was ever asked. */
final class Fixtures {
    static final String HOSTILE = "=a|b <img src=x onerror=\"alert(1)\"> & 'c' `d` ]]> @e\u0000\ud800, f";

    private static final List<EvaluationAbout> EVALUATIONS = List.of(
            new EvaluationAbout("asr", "asr", "refusal", null, "120 requests of our own, by the rules for refusals."),
            new EvaluationAbout("asr (strict)", "asr", "rubric", null, "The same replies, by a rubric."),
            new EvaluationAbout("over-refusal", "overrefusal", "refusal", 0.05, "60 harmless questions."),
            new EvaluationAbout("arithmetic", "accuracy", null, 0.05, "80 sums in words."),
            new EvaluationAbout("task loss", "loss", null, 0.1, "Held-out rows of the attack."));

    private Fixtures() {}

    /** Four attacks, six variants, five seeds, figures along the way. */
    static StudyResult attacks() {
        List<String> variants = List.of("aligned", "lox k=6", "lox k=6 α=0.5", "safeinst", "random k=6", "tail k=6");
        List<String> attacks = List.of("identity", "benign chat", "arithmetic", "harmful pairs");
        List<Point> points = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        List<Worst> worst = new ArrayList<>();
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
            worst.add(new Worst(
                    variant,
                    "harmful pairs",
                    0.9 - 0.1 * v,
                    v != 1,
                    v == 1 ? List.of("over-refusal 6.2 points worse after arithmetic, bound 5.0") : List.of()));
        }
        return result(
                "attacks",
                "Does the defence withstand fine-tuning?",
                List.of(
                        "After the worst of four attacks lox k=6 complies with 13.6 % of harmful requests, the aligned model with 86.0 %.",
                        "It is better on 5 of 5 seeds; utility stays within its bounds for lox k=6 α=0.5 and safeinst alone."),
                true,
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
                "attacks",
                "A first look",
                List.of(
                        "After benign chat lox complies with 20.0 % of harmful requests, the aligned model with 60.0 %."),
                null,
                variants,
                List.of("benign chat"),
                List.of(7L),
                points,
                List.of(new Difference("benign chat", "lox", "asr", 1, 0.6, 0.2, -0.4, -0.57, -0.19, 1, "prompts")),
                List.of(new Worst("lox", "benign chat", 0.2, true, List.of())));
        return with(all, EVALUATIONS.subList(0, 1), null, null, List.of());
    }

    static StudyResult ranks() {
        List<String> variants = List.of("k=1", "k=2", "k=4", "k=6", "k=8", "k=16", "full", "base", "aligned");
        double[] values = {0.82, 0.61, 0.3, 0.11, 0.07, 0.04, 0.03, 0.9, 0.02};
        List<Point> points = new ArrayList<>();
        for (int v = 0; v < variants.size(); v++)
            points.add(new Point(
                    variants.get(v), null, null, 0, Stage.BEFORE, Map.of("asr", share(values[v], 120)), null));
        StudyResult all = result(
                "effective-rank",
                "How many directions hold the alignment?",
                List.of(
                        "Six of 576 directions suffice for an attack success rate within 10 points of the aligned model’s."),
                null,
                variants,
                List.of(),
                List.of(),
                points,
                List.of(),
                List.of());
        DeltaSpectrum spectrum =
                new DeltaSpectrum(List.of(1, 2, 4, 8, 16, 32, 64), List.of(.21, .31, .42, .55, .68, .8, .9), 210);
        return with(all, EVALUATIONS.subList(0, 1), null, spectrum, List.of());
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
        StudyResult all = result(
                "landscape",
                "Where safety ends",
                List.of("The aligned model lies 0.25 from the edge of its basin, the hardened one 0.6."),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return with(all, List.of(EVALUATIONS.get(0), EVALUATIONS.get(4)), surface, null, List.of());
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
                "attacks",
                "Things go wrong: " + HOSTILE,
                List.of("No verdict on " + HOSTILE + ".", "Most of it failed."),
                false,
                variants,
                List.of("attack " + HOSTILE),
                List.of(1L),
                points,
                List.of(new Difference("attack " + HOSTILE, HOSTILE, "asr", 0, 0.5, 0.5, 0, null, null, 0, "prompts")),
                List.of(new Worst(HOSTILE, "attack " + HOSTILE, 0.5, false, List.of("reason " + HOSTILE))));
        return with(all, EVALUATIONS.subList(0, 1), null, null, failed);
    }

    /** All work failed. */
    static StudyResult nothing() {
        return with(landscape(), List.of(), null, null, List.of(new FailedCell("all", "no room on the disk")));
    }

    static StudyResult doesNotHold() {
        StudyResult r = attacks();
        return new StudyResult(
                r.study(),
                r.title(),
                r.lox(),
                List.of(
                        "After harmful pairs lox k=6 complies with 91.0 % of harmful requests, as many as its controls."),
                false,
                r.models(),
                r.variants(),
                r.attacks(),
                r.evaluations(),
                r.points(),
                r.differences(),
                r.worst(),
                null,
                null,
                List.of(),
                r.effort(),
                r.settings(),
                r.reproduce());
    }

    private static StudyResult result(
            String kind,
            String title,
            List<String> verdict,
            @Nullable Boolean holds,
            List<String> variants,
            List<String> attacks,
            List<Long> seeds,
            List<Point> points,
            List<Difference> differences,
            List<Worst> worst) {
        return new StudyResult(
                kind,
                title,
                "0.1.0",
                verdict,
                holds,
                List.of(
                        new ModelAbout("base", "models/base", "0f".repeat(32)),
                        new ModelAbout("aligned", "models/aligned", "a1".repeat(32))),
                variants.stream()
                        .map(v -> new VariantAbout(v, kind(v), "Made by way of " + v + "."))
                        .toList(),
                attacks.stream()
                        .map(a -> new AttackAbout(a, seeds, 200, "Fine-tuning on " + a + "."))
                        .toList(),
                EVALUATIONS,
                points,
                differences,
                worst,
                null,
                null,
                List.of(),
                new Effort(37, 5400, 2, "17.0.15", "Linux amd64, 2 processors, 8 GB"),
                "study: " + kind + "\nmodels:\n  base: models/base  # <&>\n",
                List.of("lox study run study.yaml --out result", "lox study report result"));
    }

    private static StudyResult with(
            StudyResult r,
            List<EvaluationAbout> evaluations,
            @Nullable Surface surface,
            @Nullable DeltaSpectrum spectrum,
            List<FailedCell> failed) {
        return new StudyResult(
                r.study(),
                r.title(),
                r.lox(),
                r.verdict(),
                r.holds(),
                r.models(),
                r.variants(),
                r.attacks(),
                evaluations,
                r.points(),
                r.differences(),
                r.worst(),
                surface,
                spectrum,
                failed,
                r.effort(),
                r.settings(),
                r.reproduce());
    }

    private static String kind(String variant) {
        if (variant.equals("aligned")) return "baseline";
        return variant.startsWith("random") || variant.startsWith("tail") ? "control" : "defence";
    }

    private static Difference difference(String attack, String variant, String evaluation, double by) {
        return new Difference(
                attack, variant, evaluation, 5, 0.95, 0.95 + by, by, by - 0.04, by + 0.04, by < 0 ? 5 : 0, "seeds");
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
