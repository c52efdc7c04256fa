// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreflightTest {
    private static final List<Integer> SHAPE = List.of(6, 4);

    @TempDir
    Path temp;

    private final float[] weights = TinyModel.random(1, 24);

    private TinyModel model() throws IOException {
        return new TinyModel().f32("a.weight", SHAPE, weights);
    }

    private RequestBuilder request(TinyModel base, TinyModel aligned) throws IOException {
        return new RequestBuilder(
                base.save(temp.resolve("base")), aligned.save(temp.resolve("aligned")), temp.resolve("out"));
    }

    private List<String> problems(RequestBuilder request) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> WeightEdit.plan(request.build())
                .close());
        assertFalse(Files.exists(temp.resolve("out")));
        return e.problems();
    }

    private void assertComplains(RequestBuilder request, String... words) {
        List<String> problems = problems(request);
        assertEquals(1, problems.size(), problems.toString());
        for (String word : words) assertTrue(problems.get(0).contains(word), problems.get(0));
    }

    @Test
    void quantisedModel_isRefused() throws Exception {
        TinyModel quantised = model().config("{\"quantization_config\": {\"quant_method\": \"gptq\"}}");
        assertComplains(request(model(), quantised), "quantization_config", "gptq", "dequantised");
    }

    @Test
    void outputInsideAnInput_isRefused_alsoThroughALink() throws Exception {
        Path base = model().save(temp.resolve("base"));
        Path aligned = model().save(temp.resolve("aligned"));
        assertComplains(new RequestBuilder(base, aligned, aligned.resolve("out")), "inside", "choose another out");
        Path link = Files.createSymbolicLink(temp.resolve("link"), aligned);
        assertComplains(new RequestBuilder(base, aligned, link.resolve("out")), "inside", "choose another out");
    }

    @Test
    void outputAroundAnInput_isRefused() throws Exception {
        Path base = model().save(temp.resolve("around/base"));
        Path aligned = model().save(temp.resolve("aligned"));
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> WeightEdit.plan(new RequestBuilder(base, aligned, temp.resolve("around")).build()));
        assertTrue(
                e.problems().get(0).contains("contains the input"), e.problems().toString());
    }

    @Test
    void missingTensors_onEitherSide_areNamed() throws Exception {
        TinyModel more = model().f32("b.weight", SHAPE, weights);
        assertComplains(request(model(), more), "base", "b.weight", "exclude='^b");
        assertComplains(
                request(model().f32("b.weight", SHAPE, weights), model()), "aligned", "b.weight", "of one model");
    }

    @Test
    void otherShape_isRefused() throws Exception {
        assertComplains(request(model(), new TinyModel().f32("a.weight", List.of(4, 6), weights)), "[4, 6]", "[6, 4]");
    }

    @Test
    void extraRows_areRefusedWithTheFlagThatAllowsThem() throws Exception {
        TinyModel longer = new TinyModel().f32("a.weight", List.of(7, 4), TinyModel.random(2, 28));
        assertComplains(request(model(), longer), "a.weight", "[7, 4]", "[6, 4]", "extra-rows=copy");
    }

    @Test
    void nothingSelected_isRefused() throws Exception {
        assertComplains(request(model(), model()).include("^nothing$"), "nothing to do");
    }

    /** Whatever else differs follows from it, and advice on it would be wrong. */
    @Test
    void quantisedModel_isTheOnlyProblem() throws Exception {
        TinyModel codes =
                model().raw("w.weight", "F8_E4M3", SHAPE, new byte[24]).f32("w.weight_scale", List.of(1, 1), 1);
        List<String> problems = problems(request(model().f32("w.weight", SHAPE, weights), codes));
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).contains("FP8 or INT8 with scales"), problems::toString);
    }

    /** Older checkpoints hold rotary frequencies and masks, newer ones compute them. */
    @Test
    void buffersThatOneModelLacks_areNoProblem() throws Exception {
        for (String name : List.of("model.layers.0.self_attn.rotary_emb.inv_freq", "h.0.attn.masked_bias")) {
            TinyModel without = model().f32("w.weight", SHAPE, weights);
            TinyModel with =
                    model().f32("w.weight", SHAPE, TinyModel.random(2, 24)).f32(name, List.of(2), 1, 2);
            for (RequestBuilder request : List.of(request(with, without), request(without, with)))
                try (EditPlan plan = WeightEdit.plan(request.build())) {
                    assertTrue(plan.notes().toString().contains(name), plan.notes()::toString);
                }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', transformer.",
        "model., model.language_model.",
        "language_model.model., model.language_model.",
        "module., ''",
        "_orig_mod., ''",
    })
    void namesThatDifferByAPrefix_areOneProblem(String before, String after) throws Exception {
        TinyModel base = new TinyModel();
        TinyModel aligned = new TinyModel();
        for (String name :
                List.of("wte.weight", "h.0.attn.q.weight", "h.0.mlp.up.weight", "h.1.attn.q.weight", "ln.weight")) {
            base.f32(before + name, SHAPE, weights);
            aligned.f32(after + name, SHAPE, weights);
        }
        assertComplains(request(base, aligned), "differ by a prefix, '" + before + "' and '" + after + "'");
    }

    @Test
    void adapterBesideAConfig_isAnAdapter() throws Exception {
        Path base = model().save(temp.resolve("base"));
        Path adapter = new TinyModel()
                .f32("base_model.model.a.lora_A.weight", List.of(2, 4), TinyModel.random(1, 8))
                .f32("base_model.model.a.lora_B.weight", List.of(6, 2), TinyModel.random(2, 12))
                .saveAsAdapter(temp.resolve("adapter"), 2);
        Files.writeString(adapter.resolve("config.json"), "{}");
        try (EditPlan plan = WeightEdit.plan(new RequestBuilder(base, adapter, temp.resolve("out")).build())) {
            assertTrue(plan.models().adapter().isPresent());
        }
    }

    @Test
    void everyProblem_isMadeAtOnce() throws Exception {
        TinyModel base = model().f32("gone.weight", SHAPE, weights).f32("turned.weight", SHAPE, weights);
        TinyModel aligned = model().f32("new.weight", SHAPE, weights).f32("turned.weight", List.of(4, 6), weights);
        Path from = base.save(temp.resolve("base"));
        Path to = aligned.save(temp.resolve("aligned"));
        String all = String.join("\n", problems(new RequestBuilder(from, to, from.resolve("out"))));
        for (String word : List.of("gone.weight", "turned.weight", "new.weight", "inside"))
            assertTrue(all.contains(word), word + " in\n" + all);
    }

    @Test
    void bothInputsMissing_areBothNamed() {
        List<String> problems =
                problems(new RequestBuilder(temp.resolve("no"), temp.resolve("neither"), temp.resolve("out")));
        assertEquals(2, problems.size());
    }

    @Test
    void optionsThatContradict_areRefusedTogether() {
        RequestBuilder request = new RequestBuilder(temp, temp, temp)
                .asAdapter()
                .rank("full")
                .reference()
                .dtype(DType.I64)
                .threads(0)
                .maxMemory(1);
        InvalidInputException e = assertThrows(InvalidInputException.class, request::build);
        assertEquals(6, e.problems().size(), e.problems().toString());
    }

    @Test
    void threeDimensions_doNotFitAnAdapter() throws Exception {
        TinyModel experts = new TinyModel().f32("e.weight", List.of(2, 3, 4), weights);
        assertComplains(request(experts, experts).asAdapter(), "e.weight", "3 dimensions");
    }

    @Test
    void adapterThatIsPartlyExcluded_isRefused() {
        assertComplains(
                new RequestBuilder(Goldens.of("adapters/base"), Goldens.of("adapters/plain"), temp.resolve("out"))
                        .exclude("layers\\.1.*q_proj"),
                "model.layers.1.self_attn.q_proj.weight",
                "peft");
    }

    @Test
    void layersStoredTransposed_doNotFitAnAdapter() throws Exception {
        String config = "{\"model_type\": \"gpt2\"}";
        assertComplains(request(model().config(config), model().config(config)).asAdapter(), "gpt2", "transposed");
    }

    @Test
    void adapterMadeForATiedPair_isNotedToBeLoadedUnmerged() throws Exception {
        RequestBuilder request = Goldens.pair("tied", temp.resolve("out")).asAdapter();
        try (EditPlan plan = WeightEdit.plan(request.build())) {
            assertEquals(1, plan.notes().size());
            assertTrue(
                    plan.notes().get(0).contains("model.embed_tokens.weight"),
                    plan.notes().get(0));
        }
    }

    /** PEFT runs such an adapter with the embedding alone changed, and a tied checkpoint cannot hold that. */
    @Test
    void adapterOnATiedEmbedding_isRefusedForACheckpoint_andAllowedForAnAdapter() throws Exception {
        Path base =
                new TinyModel().f32("model.embed_tokens.weight", SHAPE, weights).save(temp.resolve("base"));
        TinyModel factors = new TinyModel()
                .f32("base_model.model.model.embed_tokens.lora_embedding_A", List.of(2, 6), TinyModel.random(2, 12))
                .f32("base_model.model.model.embed_tokens.lora_embedding_B", List.of(4, 2), TinyModel.random(3, 8));
        RequestBuilder request =
                new RequestBuilder(base, factors.saveAsAdapter(temp.resolve("adapter"), 2), temp.resolve("out"));
        assertComplains(request, "model.embed_tokens.weight", "tied", "tie_word_embeddings=False");
        WeightEdit.plan(request.asAdapter().build()).close();
    }

    @Test
    void adapterOnAnOutputLayerThatIsTied_isRefusedOnce() throws Exception {
        Path base =
                new TinyModel().f32("model.embed_tokens.weight", SHAPE, weights).save(temp.resolve("base"));
        TinyModel factors = new TinyModel()
                .f32("base_model.model.lm_head.base_layer.weight", SHAPE, weights)
                .f32("base_model.model.lm_head.lora_A.weight", List.of(2, 4), TinyModel.random(2, 8))
                .f32("base_model.model.lm_head.lora_B.weight", List.of(6, 2), TinyModel.random(3, 12));
        Path adapter = factors.saveAsAdapter(temp.resolve("adapter"), 2);
        List<String> problems = problems(new RequestBuilder(base, adapter, temp.resolve("out")));
        assertEquals(
                1, problems.stream().filter(c -> c.contains("lm_head.weight")).count(), problems.toString());
    }
}
