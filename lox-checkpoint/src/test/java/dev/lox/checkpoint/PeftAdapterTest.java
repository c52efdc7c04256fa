// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static dev.lox.checkpoint.CraftedAdapter.a;
import static dev.lox.checkpoint.CraftedAdapter.b;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeftAdapterTest {
    @TempDir
    Path temp;

    private Path folder;
    private Path weights;

    @BeforeEach
    void place() {
        folder = temp.resolve("adapter");
        weights = folder.resolve(PeftAdapter.WEIGHTS);
    }

    private Map<String, LoraPair> pairs() throws Exception {
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            return adapter.pairs();
        }
    }

    @Test
    void open_plainAdapter_scalesByAlphaOverRank() throws Exception {
        CraftedAdapter.plain(folder, "");
        LoraPair pair = pairs().get("q.weight");
        assertEquals(4.0, pair.scaling());
        assertEquals(Shape.of(5, 3), pair.target());
        assertEquals(2, pair.rank());
        assertFalse(pair.transposed());
        assertTrue(PeftAdapter.isAdapter(folder));
    }

    @Test
    void open_rsLora_scalesByAlphaOverTheRoot() throws Exception {
        CraftedAdapter.plain(folder, "'use_rslora': true");
        assertEquals(8 / Math.sqrt(2), pairs().get("q.weight").scaling());
    }

    @Test
    void open_fanInFanOut_targetsTheTransposedWeight() throws Exception {
        CraftedAdapter.plain(folder, "'fan_in_fan_out': true");
        assertEquals(Shape.of(3, 5), pairs().get("q.weight").target());
    }

    /** PEFT decides by the layer, and warns where fan_in_fan_out says otherwise. */
    @ParameterizedTest
    @CsvSource({
        "llama, true, model.layers.0.self_attn.q_proj, false, true",
        "llama, false, model.layers.0.self_attn.q_proj, false, false",
        "gpt2, true, transformer.h.0.attn.c_attn, true, false",
        "gpt2, false, transformer.h.0.attn.c_attn, true, true",
        "gpt2, true, lm_head, false, true",
        "'', true, h.0.attn.c_attn, true, false",
    })
    void fanInFanOut_isDecidedByTheBasesLayer(
            String type, boolean said, String module, boolean transposed, boolean contradicts) throws Exception {
        CraftedAdapter.write(folder, "'fan_in_fan_out': " + said, a(module, 2, 4), b(module, 4, 2));
        try (PeftAdapter adapter = PeftAdapter.open(folder).on(type)) {
            assertEquals(transposed, adapter.pairs().get(module + ".weight").transposed());
            assertEquals(contradicts, adapter.contradictsItsBase());
        }
    }

    @Test
    void open_embeddingFactors_targetRowsPerToken() throws Exception {
        CraftedAdapter.write(
                folder,
                "",
                Crafted.Entry.f32("base_model.model.embed.lora_embedding_A", 2, 100),
                Crafted.Entry.f32("base_model.model.embed.lora_embedding_B", 16, 2));
        LoraPair pair = pairs().get("embed.weight");
        assertEquals(Shape.of(100, 16), pair.target());
        assertTrue(pair.transposed());
    }

    @Test
    void open_rankAndAlphaPatterns_applyToTheirModules() throws Exception {
        CraftedAdapter.write(
                folder,
                "'rank_pattern': {'q': 4}, 'alpha_pattern': {'layers.1.q': 3}, 'use_rslora': true",
                a("layers.0.q", 4, 3),
                b("layers.0.q", 5, 4),
                a("layers.1.q", 4, 3),
                b("layers.1.q", 5, 4),
                a("layers.1.k", 2, 3),
                b("layers.1.k", 5, 2));
        Map<String, LoraPair> pairs = pairs();
        assertEquals(8 / 2.0, pairs.get("layers.0.q.weight").scaling());
        assertEquals(3 / 2.0, pairs.get("layers.1.q.weight").scaling());
        assertEquals(8 / Math.sqrt(2), pairs.get("layers.1.k.weight").scaling());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lm_head.weight", "lm_head.modules_to_save.weight", "lm_head.modules_to_save.default.weight"})
    void open_modulesToSave_areNamedAsInTheBase(String key) throws Exception {
        CraftedAdapter.write(folder, "", Crafted.Entry.f32("base_model.model." + key, 7, 3));
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            assertEquals(Set.of("lm_head.weight"), adapter.saved().keySet());
            assertTrue(adapter.pairs().isEmpty());
        }
    }

    @Test
    void open_bothSpellingsOfASavedModule_isRefused() throws Exception {
        CraftedAdapter.write(
                folder,
                "",
                Crafted.Entry.f32("base_model.model.lm_head.weight", 7, 3),
                Crafted.Entry.f32("base_model.model.lm_head.modules_to_save.weight", 7, 3));
        assertTrue(
                Refusal.of(weights.toString(), () -> PeftAdapter.open(folder)).contains("occurs twice"));
    }

    @Test
    void open_factorTwice_isRefused() throws Exception {
        CraftedAdapter.write(
                folder,
                "",
                a("q", 2, 3),
                Crafted.Entry.f32("base_model.model.q.lora_A.default.weight", 2, 3),
                b("q", 5, 2));
        assertTrue(
                Refusal.of(weights.toString(), () -> PeftAdapter.open(folder)).contains("occurs twice"));
    }

    @Test
    void open_missingFactors_areAllNamed() throws Exception {
        CraftedAdapter.write(folder, "", a("q", 2, 3), b("k", 5, 2));
        List<String> problems = Refusal.all(weights.toString(), () -> PeftAdapter.open(folder));
        assertEquals(List.of(weights + ": k: lora_A is missing", weights + ": q: lora_B is missing"), problems);
    }

    @Test
    void open_factorsThatDoNotFitTheRank_areAllRefused() throws Exception {
        CraftedAdapter.write(
                folder,
                "",
                a("wide", 3, 3),
                b("wide", 5, 3),
                a("uneven", 2, 3),
                b("uneven", 5, 3),
                Crafted.Entry.f32("base_model.model.flat.lora_A.weight", 2),
                b("flat", 5, 2),
                new Crafted.Entry("base_model.model.whole.lora_A.weight", DType.I32, Shape.of(2, 3)),
                b("whole", 5, 2));
        List<String> problems = Refusal.all(weights.toString(), () -> PeftAdapter.open(folder));
        assertEquals(4, problems.size());
        assertTrue(problems.get(0).contains("expected real factors [2, in] and [out, 2]"), problems.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "base_model.model.q.lora_magnitude_vector",
                "base_model.model.q.lora_magnitude_vector.weight",
                "base_model.model.q.lora_E",
                "base_model.model.q.lora_B.bias",
                "base_model.model.q.lora_A.other.weight"
            })
    void open_tensorOfAnotherVariant_isRefused(String name) throws Exception {
        CraftedAdapter.write(folder, "", a("q", 2, 3), b("q", 5, 2), Crafted.Entry.f32(name, 5));
        assertTrue(
                Refusal.of(weights.toString(), () -> PeftAdapter.open(folder)).contains("merge the adapter"));
    }

    @Test
    void open_noTensors_isRefused() throws Exception {
        CraftedAdapter.write(folder, "");
        assertTrue(
                Refusal.of(weights.toString(), () -> PeftAdapter.open(folder)).contains("no LoRA factors"));
    }

    @Test
    void open_pickledAdapter_saysHowToSaveIt() throws Exception {
        CraftedAdapter.plain(folder, "");
        Files.move(weights, folder.resolve("adapter_model.bin"));
        assertTrue(
                Refusal.of("adapter_model.bin", () -> PeftAdapter.open(folder)).contains("safe_serialization"));
    }

    @Test
    void open_configOrWeightsNotThere_isRefused() throws Exception {
        Refusal.of(PeftAdapter.CONFIG, () -> PeftAdapter.open(folder));
        CraftedAdapter.plain(folder, "");
        Files.delete(weights);
        Refusal.of(weights.toString(), () -> PeftAdapter.open(folder));
    }
}
