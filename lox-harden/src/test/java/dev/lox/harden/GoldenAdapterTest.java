// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.LoraPair;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that PEFT has made, against weights that PEFT has merged in f64. */
final class GoldenAdapterTest {
    @TempDir
    Path temp;

    private RequestBuilder adapter(String kind) {
        return new RequestBuilder(
                        Goldens.of("adapters/base"), Goldens.of("adapters").resolve(kind), temp.resolve("out"))
                .rank("2");
    }

    private static SafetensorsFile expected(String kind) throws IOException {
        return SafetensorsFile.open(Goldens.of("adapters/" + kind + "/expected-rank-2.safetensors"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "rslora", "patterns", "embedding"})
    void adapterIn_checkpointOut_isThePeftMergeHardened(String kind) throws Exception {
        adapter(kind).run();
        try (SafetensorsFile file = expected(kind);
                Checkpoint base = Checkpoint.open(Goldens.of("adapters/base"));
                Checkpoint got = Checkpoint.open(temp.resolve("out"))) {
            Set<String> untouched = new HashSet<>(base.tensors().keySet());
            for (TensorInfo info : file.header().tensors()) {
                untouched.remove(info.name());
                Agreement.assertAgrees(
                        new StoredTensor(file, info),
                        got.tensors().get(info.name()),
                        base.tensors().get(info.name()));
            }
            for (String name : untouched)
                assertArrayEquals(
                        Numbers.bytes(base.tensors().get(name)),
                        Numbers.bytes(got.tensors().get(name)),
                        name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "rslora", "patterns", "embedding"})
    void adapterIn_adapterOut_takesItsPlaceOnTheBase(String kind) throws Exception {
        adapter(kind).asAdapter().run();
        try (SafetensorsFile file = expected(kind);
                Checkpoint base = Checkpoint.open(Goldens.of("adapters/base"));
                PeftAdapter got = PeftAdapter.open(temp.resolve("out"))) {
            for (TensorInfo info : file.header().tensors()) {
                StoredTensor start = base.tensors().get(info.name());
                double[] from = Numbers.of(start);
                LoraPair pair = got.pairs().get(info.name());
                StoredTensor saved = got.saved().get(info.name());
                double[] whole = pair == null ? Numbers.of(saved) : Numbers.sum(from, pair.scaling(), product(pair));
                Agreement.assertClose(Numbers.of(new StoredTensor(file, info)), whole, from, info.name());
            }
        }
    }

    /** PEFT loads what was saved under the factors, so that is what they add to. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void layerSavedUnderItsFactors_isWhatTheyAddTo(boolean asAdapter) throws Exception {
        String name = "model.embed_tokens.weight";
        List<Integer> shape = List.of(6, 4);
        float[] resized = TinyModel.random(1, 24);
        Path base = new TinyModel()
                .config("{\"tie_word_embeddings\": false}")
                .f32(name, shape, TinyModel.random(9, 24))
                .save(temp.resolve("base"));
        Path adapter = new TinyModel()
                .f32("base_model.model.model.embed_tokens.base_layer.weight", shape, resized)
                .f32("base_model.model.model.embed_tokens.lora_embedding_A", List.of(2, 6), TinyModel.random(2, 12))
                .f32("base_model.model.model.embed_tokens.lora_embedding_B", List.of(4, 2), TinyModel.random(3, 8))
                .saveAsAdapter(temp.resolve("adapter"), 2);
        RequestBuilder request = new RequestBuilder(base, adapter, temp.resolve("out"));
        if (asAdapter) request.asAdapter();
        request.run();
        double[] start = new double[24];
        for (int i = 0; i < start.length; i++) start[i] = resized[i];
        try (PeftAdapter given = PeftAdapter.open(adapter)) {
            double[] expected = Numbers.sum(start, 2.25, product(given.pairs().get(name)));
            if (!asAdapter) {
                try (Checkpoint got = Checkpoint.open(temp.resolve("out"))) {
                    Agreement.assertClose(expected, Numbers.of(got.tensors().get(name)), start, name);
                }
                return;
            }
            try (PeftAdapter got = PeftAdapter.open(temp.resolve("out"))) {
                double[] saved = Numbers.of(got.saved().get(name));
                Agreement.assertClose(
                        expected, Numbers.sum(saved, 1, product(got.pairs().get(name))), start, name);
            }
        }
    }

    @Test
    void pairIn_adapterOut_multipliesBackToAlphaTimesTheProjection() throws Exception {
        Path base = named("F32/base", "base");
        Path aligned = named("F32/aligned", "aligned");
        new RequestBuilder(base, aligned, temp.resolve("out"))
                .exclude("experts")
                .asAdapter()
                .run();
        try (SafetensorsFile file = SafetensorsFile.open(Goldens.of("F32/expected/rank-6.safetensors"));
                Checkpoint from = Checkpoint.open(aligned);
                PeftAdapter got = PeftAdapter.open(temp.resolve("out"))) {
            assertEquals(3, got.pairs().size());
            for (TensorInfo info : file.header().tensors()) {
                LoraPair pair = got.pairs().get(info.name() + ".weight");
                if (pair == null) continue;
                double[] start = Numbers.of(from.tensors().get(info.name() + ".weight"));
                Agreement.assertClose(
                        Numbers.of(new StoredTensor(file, info)),
                        Numbers.sum(start, pair.scaling(), product(pair)),
                        start,
                        info.name());
            }
        }
    }

    /** A fixture's matrices under the names that layers have. */
    private Path named(String fixture, String folder) throws IOException {
        TinyModel model = new TinyModel();
        try (Checkpoint from = Checkpoint.open(Goldens.of(fixture))) {
            for (StoredTensor t : from.tensors().values())
                model.raw(
                        t.name() + ".weight",
                        t.dtype().name(),
                        t.shape().dims().stream().map(Long::intValue).toList(),
                        Numbers.bytes(t));
        }
        return model.save(temp.resolve(folder));
    }

    /** B·A, turned where the base stores it so. */
    private static double[] product(LoraPair pair) throws IOException {
        double[] product = Numbers.product(
                Numbers.of(pair.b()), Numbers.transposed(Numbers.of(pair.a()), pair.rank()), pair.rank());
        return pair.transposed()
                ? Numbers.transposed(product, Math.toIntExact(pair.b().shape().dim(0)))
                : product;
    }
}
