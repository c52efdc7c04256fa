// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tensors, and which of their rows, are moved. */
final class SelectionTest {
    @TempDir
    Path temp;

    private byte[] bytes(String folder, String tensor) throws IOException {
        try (Checkpoint c = Checkpoint.open(Path.of(folder).isAbsolute() ? Path.of(folder) : temp.resolve(folder))) {
            return Numbers.bytes(c.tensors().get(tensor));
        }
    }

    private boolean isMoved(String tensor) throws IOException {
        return !Arrays.equals(bytes(Goldens.of("F32/aligned").toString(), tensor), bytes("out", tensor));
    }

    @Test
    void include_movesOnlyWhatItFinds() throws Exception {
        EditReport report =
                Goldens.pair("F32", temp.resolve("out")).include("^ta|^wi").run();
        assertEquals(2, report.changed());
        assertTrue(isMoved("tall") && isMoved("wide"));
        assertFalse(isMoved("square") || isMoved("experts") || isMoved("norm"));
    }

    @Test
    void exclude_winsOverInclude() throws Exception {
        Goldens.pair("F32", temp.resolve("out")).include("a").exclude("tall").run();
        assertTrue(isMoved("square"));
        assertFalse(isMoved("tall"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "full"})
    void alphaZero_leavesEveryByte_negativeZerosToo(String rank) throws Exception {
        for (String dtype : List.of("F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2")) {
            Goldens.pair(dtype, temp.resolve(dtype)).rank(rank).alpha(0).run();
            for (String tensor : List.of("tall", "wide", "square", "experts", "norm", "positions"))
                assertArrayEquals(
                        bytes(Goldens.of(dtype + "/aligned").toString(), tensor),
                        bytes(dtype, tensor),
                        dtype + " " + tensor);
        }
        float[] zeros = TinyModel.constant(24, -0f);
        zeros[3] = 1;
        Path base =
                new TinyModel().f32("w", List.of(6, 4), TinyModel.random(1, 24)).save(temp.resolve("base"));
        Path aligned = new TinyModel().f32("w", List.of(6, 4), zeros).save(temp.resolve("aligned"));
        new RequestBuilder(base, aligned, temp.resolve("zeros"))
                .rank(rank)
                .alpha(0)
                .run();
        assertArrayEquals(bytes("aligned", "w"), bytes("zeros", "w"));
    }

    @Test
    void zeroDelta_isCopiedAndSaysSo() throws Exception {
        Path aligned = Goldens.of("F32/aligned");
        Path twin = Files.createDirectory(temp.resolve("twin"));
        for (String file : List.of("model.safetensors", "config.json"))
            Files.copy(aligned.resolve(file), twin.resolve(file));
        Output copy = new Output(temp.resolve("out"), OutputFormat.CHECKPOINT, IfExists.REFUSE, true);
        EditReport report;
        try (EditPlan plan = WeightEdit.plan(
                new RequestBuilder(twin, aligned, temp.resolve("out")).build().with(copy))) {
            report = plan.run((tensor, bytes, total) -> {});
        }
        assertEquals(0, report.changed());
        assertEquals("unchanged", report.outcomes().get("experts").treatment());
        for (String tensor : List.of("tall", "experts", "norm")) assertFalse(isMoved(tensor));
    }

    @Test
    void extraRows_areCopied_andTheOthersMovedAsWithoutThem() throws Exception {
        float[] start = TinyModel.random(3, 40 * 8);
        float[] moved = TinyModel.moved(start, 8, 2, 4);
        float[] longer = Arrays.copyOf(moved, 43 * 8);
        Arrays.fill(longer, 40 * 8, longer.length, 0.25f);
        String name = "model.embed_tokens.weight";
        Path base = new TinyModel().f32(name, List.of(40, 8), start).save(temp.resolve("base"));
        Path aligned = new TinyModel().f32(name, List.of(40, 8), moved).save(temp.resolve("aligned"));
        Path extended = new TinyModel().f32(name, List.of(43, 8), longer).save(temp.resolve("extended"));
        new RequestBuilder(base, aligned, temp.resolve("plain")).rank("2").run();
        RequestBuilder request = new RequestBuilder(base, extended, temp.resolve("rows"))
                .rank("2")
                .copyExtraRows();
        try (EditPlan plan = WeightEdit.plan(request.build())) {
            assertTrue(
                    plan.notes().toString().contains("rows 40 to 42"),
                    plan.notes().toString());
        }
        request.run();
        byte[] rows = bytes("rows", name);
        int shared = 40 * 8 * 4;
        assertArrayEquals(bytes("plain", name), Arrays.copyOf(rows, shared));
        byte[] given = bytes("extended", name);
        assertArrayEquals(
                Arrays.copyOfRange(given, shared, given.length), Arrays.copyOfRange(rows, shared, rows.length));
        new RequestBuilder(base, extended, temp.resolve("adapter"))
                .rank("2")
                .copyExtraRows()
                .asAdapter()
                .run();
        try (PeftAdapter adapter = PeftAdapter.open(temp.resolve("adapter"))) {
            double[] a = Numbers.of(adapter.pairs().get(name).a());
            assertEquals(43 * 2, a.length);
            for (int i = 0; i < 2; i++) for (int r = 40; r < 43; r++) assertEquals(0, a[i * 43 + r]);
        }
    }

    @Test
    void dtypeThatDrownsTheDelta_isWarnedOf() throws Exception {
        float[] start = TinyModel.random(3, 40 * 8);
        float[] moved = start.clone();
        for (int i = 0; i < moved.length; i++) moved[i] *= 1.0001f;
        Path base = new TinyModel().f32("w", List.of(40, 8), start).save(temp.resolve("base"));
        Path aligned = new TinyModel().f32("w", List.of(40, 8), moved).save(temp.resolve("aligned"));
        EditReport report = new RequestBuilder(base, aligned, temp.resolve("out"))
                .dtype(DType.BF16)
                .run();
        assertEquals(1, report.warnings().size());
        assertTrue(
                report.warnings().get(0).contains("to bfloat16"),
                report.warnings().get(0));
        assertEquals(
                List.of(),
                Goldens.pair("F32", temp.resolve("kept")).dtype(DType.F64).run().warnings());
    }
}
