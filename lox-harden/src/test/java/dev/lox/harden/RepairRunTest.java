// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.NativeScope;
import dev.lox.synthetic.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a repair promises however it goes: the same bytes, all or nothing, a problem that names what is wrong. */
final class RepairRunTest {
    @TempDir
    Path temp;

    static Stream<WeightMethod> methods() {
        return Stream.of(
                Resta.DEFAULT,
                new Resta(new Extrapolation(new RankChoice.Fixed(3), 1)),
                WiseFt.DEFAULT,
                new SafeLora(0.9));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void threadsAndMemory_doNotChangeAByte(WeightMethod method) throws Exception {
        Trio trio = Trio.random(temp);
        Trio.run(trio.request(temp.resolve("one"), method));
        Trio.run(trio.request(temp.resolve("two"), method).with(new ComputeLimits(64L << 20, 2)));
        FolderBytes.of(temp.resolve("one")).assertSameAs(FolderBytes.of(temp.resolve("two")));
        assertEquals(0, NativeScope.liveBytes());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void interruptedRun_resumed_endsAsIfItHadNotBeen(WeightMethod method) throws Exception {
        Trio trio = Trio.random(temp);
        EditRequest request = trio.request(temp.resolve("out"), method);
        int[] left = {3};
        assertThrows(
                IllegalStateException.class,
                () -> Trio.run(request, (tensor, bytes, total) -> {
                    if (--left[0] == 0) throw new IllegalStateException("killed");
                }));
        assertFalse(Files.exists(request.output().folder()));
        EditReport report = Trio.run(
                request.with(new Output(temp.resolve("out"), OutputFormat.CHECKPOINT, OutputFolder.IfExists.RESUME)));
        assertEquals(3, report.resumed());
        Trio.run(trio.request(temp.resolve("whole"), method));
        FolderBytes.of(request.output().folder()).assertSameAs(FolderBytes.of(temp.resolve("whole")));
    }

    @Test
    void otherOptions_areNotResumed() throws Exception {
        Trio trio = Trio.random(temp);
        EditRequest request = trio.request(temp.resolve("out"), new SafeLora(0.2));
        assertThrows(
                IllegalStateException.class,
                () -> Trio.run(request, (tensor, bytes, total) -> {
                    throw new IllegalStateException("killed");
                }));
        EditRequest other = trio.request(temp.resolve("out"), new SafeLora(0.3))
                .with(new Output(temp.resolve("out"), OutputFormat.CHECKPOINT, OutputFolder.IfExists.RESUME));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Trio.run(other));
        assertTrue(e.getMessage().contains("other inputs or options"), e.getMessage());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nan_isNamedAndLeavesNothing(WeightMethod method) throws Exception {
        Trio trio = Trio.in(temp);
        float[] bad = TinyModel.random(3, 24);
        bad[7] = Float.NaN;
        for (Path model : List.of(trio.base(), trio.aligned(), trio.finetuned())) {
            float[] values = model.equals(trio.aligned()) ? bad : TinyModel.random(model.hashCode(), 24);
            new TinyModel().f32("w.weight", List.of(6, 4), values).save(model);
        }
        InvalidTensorException e =
                assertThrows(InvalidTensorException.class, () -> Trio.run(trio.request(temp.resolve("out"), method)));
        assertTrue(e.getMessage().contains("w.weight") && e.getMessage().contains("NaN"), e.getMessage());
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(3, left.count());
        }
    }

    @Test
    void modelsThatDoNotFit_areAllComplainedOfAtOnce() throws Exception {
        Trio trio = Trio.in(temp);
        new TinyModel()
                .f32("a.weight", List.of(4, 3), TinyModel.random(1, 12))
                .f32("b.weight", List.of(3, 4), TinyModel.random(1, 12))
                .save(trio.base());
        new TinyModel()
                .f32("a.weight", List.of(3, 4), TinyModel.random(2, 12))
                .f32("gone.weight", List.of(3, 4), TinyModel.random(1, 12))
                .save(trio.aligned());
        new TinyModel()
                .f32("a.weight", List.of(3, 4), TinyModel.random(3, 12))
                .f32("b.weight", List.of(3, 4), TinyModel.random(3, 12))
                .save(trio.finetuned());
        EditRequest request = trio.request(temp.resolve("out"), Resta.DEFAULT);
        List<String> said = assertThrows(InvalidInputException.class, () -> WeightEdit.plan(request))
                .problems();
        assertEquals(3, said.size(), said.toString());
        for (String part :
                List.of("a.weight is [4, 3], expected [3, 4]", "b.weight is missing", "gone.weight is missing"))
            assertTrue(said.stream().anyMatch(c -> c.contains(part)), part + " in " + said);
        assertFalse(Files.exists(request.output().folder()));
    }

    @Test
    void adapterAsFinetuned_isRefusedInOneLine() throws Exception {
        Trio trio = Trio.random(temp);
        Path adapter = new TinyModel()
                .f32("base_model.model.layers.0.lora_A.weight", List.of(2, 200), TinyModel.random(2, 400))
                .saveAsAdapter(temp.resolve("adapter"), 2);
        EditRequest request =
                new Trio(trio.base(), trio.aligned(), adapter).request(temp.resolve("out"), WiseFt.DEFAULT);
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> WeightEdit.plan(request));
        assertEquals(adapter + ": is a PEFT adapter, expected a full model", e.getMessage());
    }

    @Test
    void whereAlignmentChangedNothing_safeLoraKeepsTheTensor() throws Exception {
        Trio trio = Trio.in(temp);
        float[] start = TinyModel.random(1, 24);
        new TinyModel().f32("w", List.of(6, 4), start).save(trio.base());
        new TinyModel().f32("w", List.of(6, 4), start).save(trio.aligned());
        new TinyModel().f32("w", List.of(6, 4), TinyModel.random(2, 24)).save(trio.finetuned());
        EditReport report = Trio.run(trio.request(temp.resolve("out"), SafeLora.DEFAULT));
        assertEquals("unaligned", report.outcomes().get("w").treatment());
        assertEquals(0, report.changed());
    }

    @Test
    void record_namesMethodInputsAndWhatWasDone() throws Exception {
        Trio trio = Trio.random(temp);
        Files.writeString(trio.finetuned().resolve("README.md"), "# A tuned model\n");
        Trio.run(trio.request(temp.resolve("out"), new SafeLora(0.9)));
        JsonNode json = new ObjectMapper().readTree(temp.resolve("out/lox.json").toFile());
        assertEquals("safelora", json.at("/options/method").textValue());
        assertEquals(0.9, json.at("/options/threshold").doubleValue());
        assertEquals(
                64, json.at("/inputs/base/sha256/model.safetensors").textValue().length());
        JsonNode first = json.path("tensors").path("layers.0.weight");
        assertEquals("projected", first.path("treatment").textValue());
        assertTrue(
                first.path("cosine").doubleValue() < 0.9 && first.path("moved").doubleValue() > 0);
        String card = Files.readString(temp.resolve("out/README.md"));
        assertTrue(card.contains("# Repaired with LoX") && card.endsWith("# A tuned model\n"), card);
    }
}
