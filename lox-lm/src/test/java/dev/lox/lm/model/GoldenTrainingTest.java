// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Supervised steps against those of transformers' Trainer and peft (oracle/training.py). */
class GoldenTrainingTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/training");

    static Stream<String> supervised() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all
                    .map(p -> p.getFileName().toString())
                    .filter(n -> n.matches("(sft|lora)-.*\\.json"))
                    .map(n -> n.substring(0, n.length() - 5))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("supervised")
    void steps_ofAnyFamily_equalThoseOfTheTrainer(String name) throws IOException {
        check(name, false);
    }

    @ParameterizedTest
    @CsvSource({"sft-llama-tied", "sft-gemma2", "sft-gemma3", "sft-phi3", "lora-all"})
    void steps_withLayersComputedAgain_equalThoseOfTheTrainer(String name) throws IOException {
        check(name, true);
    }

    private static void check(String name, boolean recompute) throws IOException {
        JsonNode golden =
                new JsonMapper().readTree(FOLDER.resolve(name + ".json").toFile());
        Optional<LoraOptions> lora = Optional.of(golden.path("lora"))
                .filter(JsonNode::isObject)
                .map(l ->
                        new LoraOptions(l.path("rank").asInt(), l.path("alpha").asDouble(), 0, targets(l)));
        TrainingOptions options =
                new TrainingOptions(new Placement(Precision.F32, ComputeDevice.CPU), recompute, lora, 0);
        AdamW.Settings settings = new AdamW.Settings(
                golden.path("betas").get(0).asDouble(),
                golden.path("betas").get(1).asDouble(),
                golden.path("epsilon").asDouble(),
                golden.path("weight_decay").asDouble());
        Path model = Golden.folder(golden.path("model").asText());
        try (TrainableLm lm = TrainableLm.load(model, Optional.empty(), options);
                AdamW adam = new AdamW(lm, settings)) {
            if (lora.isPresent()) start(lm, FOLDER.resolve(name + ".initial.safetensors"));
            steps(golden, lm, adam);
            weights(lm, FOLDER.resolve(name + ".safetensors"), lora.isPresent());
        }
    }

    private static List<String> targets(JsonNode lora) {
        JsonNode given = lora.path("target_modules");
        if (given.isTextual()) return List.of(given.asText());
        List<String> all = new ArrayList<>();
        given.forEach(t -> all.add(t.asText()));
        return all;
    }

    private static void steps(JsonNode golden, TrainableLm lm, AdamW adam) {
        int perEpoch = golden.path("rows").size();
        int perStep =
                golden.path("batch_size").asInt() * golden.path("accumulation").asInt();
        int at = 0;
        for (JsonNode step : golden.path("log")) {
            int end = Math.min(perEpoch, at + perStep);
            List<LearnedTokens> rows = new ArrayList<>();
            for (int i = at; i < end; i++) rows.add(row(golden.path("rows").get(i)));
            at = end == perEpoch ? 0 : end;
            int n = rows.stream().mapToInt(LearnedTokens::count).sum();
            assertEquals(step.path("tokens").asInt(), n);
            double loss = 0;
            // In two parts: a step does not depend on how it is split.
            int middle = rows.size() / 3 + 1;
            for (List<LearnedTokens> part : List.of(rows.subList(0, middle), rows.subList(middle, rows.size())))
                if (!part.isEmpty())
                    for (float[] sequence : lm.learn(part, -1f / n, 0)) for (float p : sequence) loss -= p;
            loss /= n;
            double norm = adam.gradientNorm();
            double clip = golden.path("clip").asDouble();
            adam.step(step.path("lr").asDouble(), clip == 0 ? 1 : Math.min(1, clip / (norm + 1e-6)));
            near(step.path("loss").asDouble(), loss, 1e-4, "loss of step " + step.path("step"));
            near(step.path("grad_norm").asDouble(), norm, 1e-3, "gradient norm of step " + step.path("step"));
        }
    }

    private static LearnedTokens row(JsonNode row) {
        int n = row.path("ids").size();
        int[] tokens = new int[n];
        boolean[] learned = new boolean[n];
        for (int i = 0; i < n; i++) {
            tokens[i] = row.path("ids").get(i).asInt();
            learned[i] = i > 0 && row.path("learned").get(i).asInt() == 1;
        }
        return new LearnedTokens(tokens, learned);
    }

    private static void near(double expected, double actual, double relative, String what) {
        assertTrue(
                Math.abs(expected - actual) <= relative * Math.max(1e-3, Math.abs(expected)),
                what + ": expected " + expected + ", got " + actual);
    }

    private static void start(TrainableLm lm, Path file) throws IOException {
        Map<String, Parameter> parameters = parameters(lm, true);
        try (SafetensorsFile stored = SafetensorsFile.open(file);
                NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope();
                WeightFile files = new WeightFile(lm.masters())) {
            for (TensorInfo info : stored.header().tensors())
                parameters.get(info.name()).value().copy_(files.read(new StoredTensor(stored, info)));
            assertEquals(parameters.size(), stored.header().tensors().size());
        }
    }

    private static void weights(TrainableLm lm, Path file, boolean adapter) throws IOException {
        Map<String, Parameter> parameters = parameters(lm, adapter);
        try (SafetensorsFile stored = SafetensorsFile.open(file);
                TensorScope scope = new TensorScope();
                WeightFile files = new WeightFile(lm.masters())) {
            for (TensorInfo info : stored.header().tensors()) {
                Tensor expected = files.read(new StoredTensor(stored, info));
                Tensor difference = parameters.get(info.name()).value().detach().sub(expected);
                float worst = difference.abs().max().item_float();
                assertTrue(worst <= 1e-4, info.name() + " is off by " + worst);
            }
        }
    }

    private static Map<String, Parameter> parameters(TrainableLm lm, boolean adapter) {
        Map<String, Parameter> all = new HashMap<>();
        for (Parameter p : lm.parameters()) all.put((adapter ? "base_model.model." : "") + p.name(), p);
        return all;
    }
}
