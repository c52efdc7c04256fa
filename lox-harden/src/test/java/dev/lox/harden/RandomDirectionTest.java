// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control goes as far as LoX does, along as many directions, and somewhere else. */
final class RandomDirectionTest {
    private static final int ROWS = 30;
    private static final int COLS = 20;

    @TempDir
    Path temp;

    private Path base;
    private Path aligned;

    @BeforeEach
    void makeModels() throws IOException {
        TinyModel first = new TinyModel();
        TinyModel second = new TinyModel();
        for (String name : List.of("a.weight", "b.weight", "c.weight")) {
            float[] start = TinyModel.random(1, ROWS * COLS);
            first.f32(name, List.of(ROWS, COLS), start);
            second.f32(name, List.of(ROWS, COLS), TinyModel.moved(start, COLS, 4, 2));
        }
        base = first.save(temp.resolve("base"));
        aligned = second.save(temp.resolve("aligned"));
    }

    private RequestBuilder request(String out) {
        return new RequestBuilder(base, aligned, temp.resolve(out)).rank("3").alpha(-0.75);
    }

    /** What was added to a tensor. */
    private double[] update(String out, String tensor) throws IOException {
        try (Checkpoint from = Checkpoint.open(aligned);
                Checkpoint to = Checkpoint.open(temp.resolve(out))) {
            return Numbers.sum(
                    Numbers.of(to.tensors().get(tensor)),
                    -1,
                    Numbers.of(from.tensors().get(tensor)));
        }
    }

    private static double cosine(double[] a, double[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) product += a[i] * b[i];
        return product / Numbers.norm(a) / Numbers.norm(b);
    }

    @Test
    void update_isAsLongAsThatOfLox_andPointsElsewhere() throws Exception {
        request("lox").run();
        request("random").atRandom(5).run();
        double[] lox = update("lox", "a.weight");
        double[] random = update("random", "a.weight");
        assertEquals(1, Numbers.norm(random) / Numbers.norm(lox), 1e-5);
        assertTrue(Math.abs(cosine(lox, random)) < 0.3, "cosine " + cosine(lox, random));
    }

    @Test
    void seedAndName_decide_andNothingElse() throws Exception {
        request("one").atRandom(5).threads(1).run();
        request("two").atRandom(5).threads(2).run();
        request("other").atRandom(6).run();
        request("alone").atRandom(5).include("^b").run();
        FolderBytes.of(temp.resolve("one")).assertSameAs(FolderBytes.of(temp.resolve("two")));
        double[] b = update("one", "b.weight");
        assertArrayEquals(b, update("alone", "b.weight"));
        assertTrue(Math.abs(cosine(b, update("one", "a.weight"))) < 0.3);
        assertTrue(Math.abs(cosine(b, update("other", "b.weight"))) < 0.3);
    }

    @Test
    void matricesOfOneTensor_getDirectionsOfTheirOwn() throws Exception {
        float[] start = new float[2 * 12 * 8];
        float[] moved = new float[start.length];
        System.arraycopy(TinyModel.random(3, 96), 0, moved, 0, 96);
        System.arraycopy(moved, 0, moved, 96, 96);
        Path from = new TinyModel().f32("w", List.of(2, 12, 8), start).save(temp.resolve("zero"));
        Path to = new TinyModel().f32("w", List.of(2, 12, 8), moved).save(temp.resolve("twice"));
        new RequestBuilder(from, to, temp.resolve("out")).rank("2").atRandom(1).run();
        try (Checkpoint out = Checkpoint.open(temp.resolve("out"))) {
            double[] got = Numbers.of(out.tensors().get("w"));
            assertFalse(Arrays.equals(Arrays.copyOf(got, 96), Arrays.copyOfRange(got, 96, 192)));
        }
    }

    @Test
    void asAdapter_multipliesBackToTheSameUpdate() throws Exception {
        request("whole").atRandom(5).run();
        request("factors").atRandom(5).asAdapter().run();
        try (PeftAdapter got = PeftAdapter.open(temp.resolve("factors"))) {
            LoraPair pair = got.pairs().get("a.weight");
            assertEquals(3, pair.rank());
            double[] update = update("whole", "a.weight");
            double off = Numbers.norm(Numbers.sum(product(pair), -1, update));
            assertTrue(off < 1e-5 * Numbers.norm(update), "off by " + off);
        }
    }

    @Test
    void adapterIn_keepsItsFactors_andGetsRandomOnesBesideThem() throws Exception {
        Path adapter = new TinyModel()
                .f32("base_model.model.a.lora_A.weight", List.of(2, COLS), TinyModel.random(2, 2 * COLS))
                .f32("base_model.model.a.lora_B.weight", List.of(ROWS, 2), TinyModel.random(3, 2 * ROWS))
                .saveAsAdapter(temp.resolve("adapter"), 2);
        for (boolean asAdapter : new boolean[] {false, true}) {
            RequestBuilder request = new RequestBuilder(base, adapter, temp.resolve("out-" + asAdapter))
                    .rank("2")
                    .alpha(0.5)
                    .atRandom(5);
            if (asAdapter) request.asAdapter();
            request.run();
        }
        try (PeftAdapter given = PeftAdapter.open(adapter);
                PeftAdapter got = PeftAdapter.open(temp.resolve("out-true"));
                Checkpoint start = Checkpoint.open(base);
                Checkpoint whole = Checkpoint.open(temp.resolve("out-false"))) {
            double[] delta = product(given.pairs().get("a.weight"));
            LoraPair pair = got.pairs().get("a.weight");
            assertEquals(4, pair.rank());
            double[] added = Numbers.sum(product(pair), -1, delta);
            assertEquals(0.5, Numbers.norm(added) / Numbers.norm(delta), 1e-5);
            StoredTensor before = start.tensors().get("a.weight");
            double[] merged = Numbers.sum(Numbers.of(before), 1, product(pair));
            double[] stored = Numbers.of(whole.tensors().get("a.weight"));
            assertTrue(Numbers.norm(Numbers.sum(merged, -1, stored)) < 1e-5 * Numbers.norm(delta));
        }
    }

    @Test
    void interruptedRun_ofAnotherSeed_isNotResumed() {
        assertThrows(
                IllegalStateException.class, () -> request("out").atRandom(5).run((tensor, bytes, total) -> {
                    throw new IllegalStateException("killed");
                }));
        RequestBuilder other = request("out").atRandom(6).existing(OutputFolder.IfExists.RESUME);
        InvalidInputException e = assertThrows(InvalidInputException.class, other::run);
        assertTrue(e.getMessage().contains("other inputs or options"), e.getMessage());
    }

    @Test
    void wholeDelta_isRefused() {
        RequestBuilder full = request("out").rank("full").atRandom(5);
        InvalidInputException e = assertThrows(InvalidInputException.class, full::build);
        assertTrue(e.getMessage().startsWith("method=random: expected rank"), e.getMessage());
    }

    private static double[] product(LoraPair pair) throws IOException {
        return Numbers.product(
                Numbers.of(pair.b()), Numbers.transposed(Numbers.of(pair.a()), pair.rank()), pair.rank());
    }
}
