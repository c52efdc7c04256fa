// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.linalg.NativeScope;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FailureOnTheWayTest {
    @TempDir
    Path temp;

    /** Four matrices, each of which takes most of the smallest budget. */
    private Path model(String name, long seed) throws IOException {
        TinyModel model = new TinyModel();
        for (int i = 0; i < 4; i++)
            model.f32("w" + i + ".weight", List.of(2000, 1000), TinyModel.random(seed + i, 2_000_000));
        return model.save(temp.resolve(name));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
    void inputShortenedAfterPreflight_failsWithItsName_andDoesNotHang() throws Exception {
        Path base = model("base", 1);
        Path aligned = model("aligned", 50);
        try (EditPlan plan = WeightEdit.plan(new RequestBuilder(base, aligned, temp.resolve("out"))
                .maxMemory(64L << 20)
                .threads(2)
                .build())) {
            try (RandomAccessFile file =
                    new RandomAccessFile(aligned.resolve("model.safetensors").toFile(), "rw")) {
                file.setLength(file.length() / 3);
            }
            IOException e = assertThrows(IOException.class, () -> plan.run((tensor, bytes, total) -> {}));
            assertTrue(e.getMessage().contains("model.safetensors"), e.getMessage());
        }
        assertFalse(Files.exists(temp.resolve("out")));
        assertEquals(0, NativeScope.liveBytes());
    }

    @Test
    void cardThatIsNotUtf8_isKeptAsFarAsItCanBeRead() throws Exception {
        Path base =
                new TinyModel().f32("w", List.of(6, 4), TinyModel.random(1, 24)).save(temp.resolve("base"));
        Path aligned =
                new TinyModel().f32("w", List.of(6, 4), TinyModel.random(2, 24)).save(temp.resolve("aligned"));
        Files.write(aligned.resolve("README.md"), new byte[] {'#', ' ', (byte) 0xe9, 't', 'e', '\n'});
        new RequestBuilder(base, aligned, temp.resolve("out")).rank("2").run();
        String card = Files.readString(temp.resolve("out/README.md"));
        assertTrue(card.contains("Hardened with LoX") && card.endsWith("te\n"), card);
    }

    @Test
    void baseGivenAsAligned_isRefused() throws Exception {
        Path base =
                new TinyModel().f32("w", List.of(6, 4), TinyModel.random(1, 24)).save(temp.resolve("base"));
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> WeightEdit.plan(
                        EditRequest.of(Map.of(Role.BASE, base, Role.ALIGNED, base), Lox.DEFAULT, temp.resolve("out"))));
        assertTrue(e.getMessage().contains("base itself, so there is no difference"), e.getMessage());
    }

    @Test
    void adapterWithNaN_isNamedAndLeavesNothing() throws Exception {
        Path base = new TinyModel()
                .f32("w.weight", List.of(6, 4), TinyModel.random(1, 24))
                .save(temp.resolve("base"));
        float[] b = TinyModel.random(3, 12);
        b[5] = Float.NaN;
        Path adapter = new TinyModel()
                .f32("base_model.model.w.lora_A.weight", List.of(2, 4), TinyModel.random(2, 8))
                .f32("base_model.model.w.lora_B.weight", List.of(6, 2), b)
                .saveAsAdapter(temp.resolve("adapter"), 2);
        InvalidTensorException e = assertThrows(
                InvalidTensorException.class, () -> new RequestBuilder(base, adapter, temp.resolve("out")).run());
        assertTrue(e.getMessage().contains("w.lora_B.weight"), e.getMessage());
        assertFalse(Files.exists(temp.resolve("out")));
    }

    @Test
    void adapterOfWhatPeftCannotAdapt_isRefused() throws Exception {
        TinyModel before = new TinyModel();
        TinyModel after = new TinyModel();
        for (String name : List.of("mixer.A_log", "wpe.weight", "q_proj.weight")) {
            before.f32(name, List.of(6, 4), TinyModel.random(1, 24));
            after.f32(name, List.of(6, 4), TinyModel.random(2, 24));
        }
        Path base = before.save(temp.resolve("base"));
        Path aligned = after.save(temp.resolve("aligned"));
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> WeightEdit.plan(new RequestBuilder(base, aligned, temp.resolve("out"))
                        .asAdapter()
                        .build()));
        assertEquals(2, e.problems().size(), e.getMessage());
    }
}
