// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** What holds for any pair, any shape, any rank. */
final class ExtrapolationPropertyTest {
    private Path temp;
    private int runs;

    @BeforeProperty
    void makeFolder() throws IOException {
        temp = Files.createTempDirectory("lox");
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        try (Stream<Path> all = Files.walk(temp)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(p);
        }
    }

    private double[] hardened(float[] base, float[] aligned, int cols, int rank, double alpha) throws Exception {
        Path folder = temp.resolve("run-" + runs++);
        List<Integer> shape = List.of(base.length / cols, cols);
        new RequestBuilder(
                        new TinyModel().f32("w", shape, base).save(folder.resolve("base")),
                        new TinyModel().f32("w", shape, aligned).save(folder.resolve("aligned")),
                        folder.resolve("out"))
                .rank(Integer.toString(rank))
                .alpha(alpha)
                .run();
        try (Checkpoint out = Checkpoint.open(folder.resolve("out"))) {
            return Numbers.of(out.tensors().get("w"));
        }
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) wide[i] = values[i];
        return wide;
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) narrow[i] = (float) values[i];
        return narrow;
    }

    /** Over a base of zeros ΔW is W, and W − Proj_k(W) is what α = −1 leaves. */
    private double[] projection(float[] w, int cols, int rank) throws Exception {
        return Numbers.sum(wide(w), -1, hardened(new float[w.length], w, cols, rank, -1));
    }

    @Property(tries = 15)
    void projecting_twice_isProjectingOnce(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 40) int cols,
            @ForAll @IntRange(min = 1, max = 8) int rank,
            @ForAll @LongRange(min = 0, max = 1000) long seed)
            throws Exception {
        double[] once = projection(TinyModel.random(seed, rows * cols), cols, rank);
        double[] twice = projection(narrow(once), cols, rank);
        double error = Numbers.norm(Numbers.sum(twice, -1, once)) / Numbers.norm(once);
        assertTrue(error <= 1e-5, "off by " + error);
    }

    @Property(tries = 15)
    void theUpdate_hasNoMoreDirectionsThanItsRank(
            @ForAll @IntRange(min = 2, max = 40) int rows,
            @ForAll @IntRange(min = 2, max = 40) int cols,
            @ForAll @IntRange(min = 1, max = 8) int rank,
            @ForAll @LongRange(min = 0, max = 1000) long seed)
            throws Exception {
        double[] update = projection(TinyModel.random(seed, rows * cols), cols, rank);
        double rest = residueAfterElimination(update.clone(), cols, rank);
        assertTrue(rest <= 1e-4 * Numbers.norm(update), rest + " is left after " + rank + " directions");
    }

    /** Largest element left after {@code rank} steps of Gaussian elimination with full pivoting. */
    private static double residueAfterElimination(double[] a, int cols, int rank) {
        int rows = a.length / cols;
        for (int step = 0; step < rank; step++) {
            int pivot = largest(a);
            int r = pivot / cols;
            int c = pivot % cols;
            if (a[pivot] == 0) return 0;
            double[] row = new double[cols];
            System.arraycopy(a, r * cols, row, 0, cols);
            for (int i = 0; i < rows; i++) {
                double factor = a[i * cols + c] / row[c];
                for (int j = 0; j < cols; j++) a[i * cols + j] -= factor * row[j];
            }
        }
        return Math.abs(a[largest(a)]);
    }

    private static int largest(double[] a) {
        int at = 0;
        for (int i = 1; i < a.length; i++) if (!(Math.abs(a[i]) <= Math.abs(a[at]))) at = i;
        return at;
    }

    @Property(tries = 15)
    void alphaZero_isTheAlignedModel(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 30) int cols,
            @ForAll @IntRange(min = 1, max = 8) int rank,
            @ForAll @LongRange(min = 0, max = 1000) long seed)
            throws Exception {
        float[] aligned = TinyModel.random(seed, rows * cols);
        double[] out = hardened(TinyModel.random(seed + 1, rows * cols), aligned, cols, rank, 0);
        for (int i = 0; i < out.length; i++) assertTrue(out[i] == aligned[i], "element " + i);
    }
}
