// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static dev.lox.analyze.Matrices.minus;
import static dev.lox.analyze.Matrices.plus;
import static dev.lox.analyze.Matrices.random;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.Shape;
import dev.lox.harden.RankChoice;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalyzerTest {
    private static final String Q = "model.layers.0.self_attn.q_proj.weight";
    private static final String UP = "model.layers.0.mlp.up_proj.weight";

    @TempDir
    Path dir;

    private AnalyzeRequest request(@Nullable Path finetuned, int rank, int threads) {
        return new AnalyzeRequest(
                dir.resolve("base"),
                dir.resolve("aligned"),
                Optional.ofNullable(finetuned),
                new RankChoice.Fixed(rank),
                DType.BF16,
                4,
                List.of(),
                List.of(),
                threads,
                Optional.empty(),
                false);
    }

    private Analysis analyse(@Nullable Path finetuned, int rank, int threads) throws IOException, InterruptedException {
        try (AnalysisPlan plan = AnalysisPreflight.check(request(finetuned, rank, threads))) {
            return Analyzer.run(plan, (tensor, bytes, total) -> {});
        }
    }

    /** Rank r plus a little noise. */
    private static double[][] synthetic(int rows, int cols, int rank, double noise, long seed) {
        double[][] b = random(rows, rank, 0.1, seed);
        double[][] a = random(rank, cols, 0.1, seed + 1);
        double[][] sum = random(rows, cols, noise, seed + 2);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < cols; j++) for (int r = 0; r < rank; r++) sum[i][j] += (rank - r) * b[i][r] * a[r][j];
        return sum;
    }

    @Test
    void interruption_leavesNoWorkerAtWork() throws IOException {
        double[][] before = random(200, 200, 1, 1);
        new TinyModel().f32(Q, before).save(dir.resolve("base"));
        new TinyModel().f32(Q, plus(before, random(200, 200, 0.1, 2))).save(dir.resolve("aligned"));
        try (AnalysisPlan plan = AnalysisPreflight.check(request(null, 3, 2))) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> Analyzer.run(plan, (tensor, bytes, total) -> {}));
        }
        assertTrue(Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().startsWith("lox-worker")));
    }

    @Test
    void figures_areThoseOfANaiveComputation() throws Exception {
        double[][] before = random(40, 24, 1, 1);
        double[][] after = plus(before, synthetic(40, 24, 3, 1e-3, 2));
        double[][] tuned = plus(after, synthetic(40, 24, 2, 1e-3, 5));
        new TinyModel().f32(Q, before).save(dir.resolve("base"));
        new TinyModel().f32(Q, after).save(dir.resolve("aligned"));
        Path finetuned = new TinyModel().f32(Q, tuned).save(dir.resolve("finetuned"));

        MatrixAnalysis m = analyse(finetuned, 3, 1).matrices().get(0);

        double[][] delta = minus(after, before);
        Jacobi svd = Jacobi.of(delta);
        assertArrayEquals(svd.sigma(), m.spectrum().sigma(), 1e-8 * svd.sigma()[0]);
        double norm = svd.projected(24, delta);
        assertEquals(norm, m.frobenius(), 1e-9 * norm);
        assertEquals(svd.projected(3, delta) / norm, m.alignedShare(), 1e-7);
        double[][] whole = minus(tuned, before);
        double wholeNorm = Jacobi.of(whole).projected(24, whole);
        assertEquals(svd.projected(3, whole) / wholeNorm, m.finetunedShare(), 1e-6);
        assertArrayEquals(angles(svd, Jacobi.of(minus(tuned, after)), 3), m.angles(), 1e-3);
        assertEquals(loss(after) / norm, m.roundingLoss(), 1e-9);
    }

    private static double[] angles(Jacobi a, Jacobi b, int k) {
        double[][] product = new double[k][k];
        for (int i = 0; i < k; i++) for (int j = 0; j < k; j++) product[i][j] = Jacobi.dot(a.u().get(i), b.u().get(j));
        double[] angles = Jacobi.of(product).sigma();
        for (int i = 0; i < k; i++) angles[i] = Math.toDegrees(Math.acos(Math.min(1, angles[i])));
        return angles;
    }

    /** Rounding to eight significant bits, ties to even, without bit tricks. */
    private static double loss(double[][] w) {
        double sum = 0;
        for (double[] row : w)
            for (double x : row) {
                double unit = Math.scalb(1.0, Math.getExponent(x) - 7);
                double lost = Math.rint(x / unit) * unit - x;
                sum += lost * lost;
            }
        return Math.sqrt(sum);
    }

    @Test
    void finetunedEqualToAligned_keepsAllAndHasNoAngles() throws Exception {
        double[][] before = random(300, 280, 1, 1);
        double[][] after = plus(before, synthetic(300, 280, 8, 1e-3, 2));
        new TinyModel().f32(Q, before).save(dir.resolve("base"));
        Path aligned = new TinyModel().f32(Q, after).save(dir.resolve("aligned"));
        Analysis analysis = analyse(aligned, 4, 1);
        assertEquals(analysis.linear().aligned(), analysis.linear().finetuned(), 1e-9);
        assertEquals(1, analysis.linear().ratio(), 1e-9);
        assertEquals(0, analysis.matrices().get(0).angles().length);
    }

    @Test
    void finetuningOrthogonalToTheAlignment_leavesRightAngles() throws Exception {
        // Alignment writes to the upper half of the outputs, fine-tuning to the lower.
        double[][] zero = new double[64][32];
        double[][] upper = synthetic(64, 32, 4, 0, 3);
        double[][] lower = synthetic(64, 32, 4, 0, 7);
        for (int i = 0; i < 64; i++) (i < 32 ? lower : upper)[i] = new double[32];
        new TinyModel().f32(Q, zero).save(dir.resolve("base"));
        new TinyModel().f32(Q, upper).save(dir.resolve("aligned"));
        Path finetuned = new TinyModel().f32(Q, plus(upper, lower)).save(dir.resolve("finetuned"));
        Analysis analysis = analyse(finetuned, 4, 1);
        assertArrayEquals(
                new double[] {90, 90, 90, 90}, analysis.matrices().get(0).angles(), 1e-6);
        assertTrue(analysis.linear().ratio() < 1, "the new part of the delta lies outside");
    }

    @Test
    void deltaOfLowerRankThanAsked_countsItsOwnDirectionsOnly() throws Exception {
        double[][] zero = new double[300][400];
        double[][] delta = synthetic(300, 400, 2, 0, 3);
        new TinyModel().f32(Q, zero).save(dir.resolve("base"));
        new TinyModel().f32(Q, delta).save(dir.resolve("aligned"));
        double[][] tuned = plus(delta, synthetic(300, 400, 1, 0, 9));
        Path finetuned = new TinyModel().f32(Q, tuned).save(dir.resolve("finetuned"));
        MatrixAnalysis m = analyse(finetuned, 6, 1).matrices().get(0);
        assertEquals(1, m.alignedShare(), 1e-9);
        assertEquals(1, m.angles().length);
        double[][] whole = minus(tuned, zero);
        Jacobi exact = Jacobi.of(delta);
        double norm = 0;
        for (double[] row : whole) norm += Jacobi.dot(row, row);
        assertEquals(exact.projected(2, whole) / Math.sqrt(norm), m.finetunedShare(), 1e-6);
    }

    @Test
    void unchangedTensors_giveNullsAndZerosAndLeaveTheMeansAlone() throws Exception {
        double[][] same = random(20, 20, 1, 1);
        double[][] before = random(30, 20, 1, 2);
        double[][] after = plus(before, synthetic(30, 20, 2, 1e-3, 4));
        new TinyModel().f32(Q, same).f32(UP, before).save(dir.resolve("base"));
        Path aligned = new TinyModel().f32(Q, same).f32(UP, after).save(dir.resolve("aligned"));
        Analysis analysis = analyse(aligned, 2, 1);
        String json = analysis.toJson().toString();
        assertFalse(json.contains("NaN") || json.contains("Infinity"), json);
        assertEquals(0, analysis.toJson().at("/tensors/0/frobenius").asDouble());
        assertTrue(analysis.toJson().at("/tensors/0/energy").isNull());
        assertEquals(
                analysis.matrices().get(1).alignedShare(), analysis.linear().aligned());
        assertEquals(1, analysis.toJson().at("/mean/matrices").asInt());
    }

    @Test
    void modelsWithoutADelta_haveNoFiguresAtAll() throws Exception {
        double[][] same = random(20, 20, 1, 1);
        new TinyModel().f32(Q, same).save(dir.resolve("base"));
        new TinyModel().f32(Q, same).save(dir.resolve("aligned"));
        Analysis analysis = analyse(null, 2, 1);
        assertTrue(analysis.toJson().path("r_align").isNull());
        assertFalse(analysis.toJson().toString().contains("NaN"));
        assertTrue(AnalysisTable.lines(analysis).stream().noneMatch(l -> l.contains("NaN")));
        assertFalse(HtmlReport.of(analysis).contains("NaN"));
    }

    @Test
    void anyNumberOfThreads_givesTheSameJson() throws Exception {
        TinyModel base = new TinyModel();
        TinyModel aligned = new TinyModel();
        for (int layer = 0; layer < 12; layer++) {
            double[][] before = random(50, 40, 1, layer);
            String name = "model.layers." + layer + ".self_attn.q_proj.weight";
            base.f32(name, before);
            aligned.f32(name, plus(before, synthetic(50, 40, 3, 1e-3, 100 + layer)));
        }
        base.save(dir.resolve("base"));
        aligned.save(dir.resolve("aligned"));
        assertEquals(
                analyse(dir.resolve("base"), 3, 1).toJson().toString(),
                analyse(dir.resolve("base"), 3, 4).toJson().toString());
    }

    @Test
    void inputEmbedding_countsAsLinearOnlyWhereTheOutputLayerIsTiedToIt() throws Exception {
        double[][] before = random(30, 20, 1, 2);
        double[][] after = plus(before, synthetic(30, 20, 2, 1e-3, 4));
        for (boolean tied : new boolean[] {true, false}) {
            String config = "{\"tie_word_embeddings\": " + tied + "}";
            new TinyModel()
                    .f32("model.embed_tokens.weight", before)
                    .config(config)
                    .save(dir.resolve("base"));
            new TinyModel()
                    .f32("model.embed_tokens.weight", after)
                    .config(config)
                    .save(dir.resolve("aligned"));
            assertEquals(tied, analyse(null, 2, 1).matrices().get(0).linear());
        }
    }

    @Test
    void outputLayerStoredOnlyAfterwards_isComparedToTheEmbeddingItWasTiedTo() throws Exception {
        double[][] before = random(30, 20, 1, 2);
        double[][] after = plus(before, synthetic(30, 20, 2, 1e-3, 4));
        new TinyModel().f32("model.embed_tokens.weight", before).config("{}").save(dir.resolve("base"));
        new TinyModel()
                .f32("model.embed_tokens.weight", before)
                .f32("lm_head.weight", after)
                .save(dir.resolve("aligned"));
        List<MatrixAnalysis> matrices = analyse(null, 2, 1).matrices();
        assertEquals(2, matrices.size());
        assertNull(matrices.get(0).energy());
        assertNotNull(matrices.get(1).energy());
    }

    @Test
    void stackedExperts_areAnalysedOneByOne() throws Exception {
        float[] before = new float[3 * 8 * 5];
        float[] after = before.clone();
        for (int i = 2 * 8 * 5; i < after.length; i++) after[i] = i % 7;
        String name = "model.layers.1.mlp.experts.up_proj";
        new TinyModel().f32(name, List.of(3, 8, 5), before).save(dir.resolve("base"));
        new TinyModel().f32(name, List.of(3, 8, 5), after).save(dir.resolve("aligned"));
        Analysis analysis = analyse(null, 2, 2);
        assertEquals(
                List.of(name + "[0]", name + "[1]", name + "[2]"),
                analysis.matrices().stream().map(MatrixAnalysis::name).toList());
        assertEquals(0, analysis.matrices().get(1).frobenius());
        assertTrue(analysis.matrices().get(2).frobenius() > 0);
        assertEquals(List.of("up_proj"), List.copyOf(analysis.kinds().keySet()));
    }

    @Test
    void wordsAddedOnTheWay_areLeftOut() throws Exception {
        String name = "lm_head.weight";
        new TinyModel().f32(name, random(30, 20, 1, 2)).save(dir.resolve("base"));
        new TinyModel().f32(name, random(32, 20, 1, 3)).save(dir.resolve("aligned"));
        Path finetuned = new TinyModel().f32(name, random(33, 20, 1, 4)).save(dir.resolve("finetuned"));
        assertEquals(
                Shape.of(30, 20), analyse(finetuned, 2, 1).matrices().get(0).shape());
    }
}
