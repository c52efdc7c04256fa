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

/** A training that a reference's trainer did, and where it led (oracle/training.py). */
public record GoldenTraining(String name, JsonNode json) {
    private static final Path FOLDER = Path.of("src/test/resources/golden/training");

    /** Names of those that match. */
    public static Stream<String> names(String pattern) throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all
                    .map(p -> p.getFileName().toString())
                    .filter(n -> n.matches(pattern + "\\.json"))
                    .map(n -> n.substring(0, n.length() - 5))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    public static GoldenTraining of(String name) throws IOException {
        return new GoldenTraining(
                name, new JsonMapper().readTree(FOLDER.resolve(name + ".json").toFile()));
    }

    /** The model before the first step. */
    public TrainableLm load(boolean recompute) throws IOException {
        Placement placement = new Placement(Precision.F32, ComputeDevice.CPU);
        TrainableLm lm = TrainableLm.load(
                Golden.folder(json.path("model").asText()),
                Optional.empty(),
                new TrainingOptions(placement, recompute, lora(), 0));
        if (lora().isPresent()) start(lm);
        return lm;
    }

    private Optional<LoraOptions> lora() {
        return Optional.of(json.path("lora"))
                .filter(JsonNode::isObject)
                .map(l ->
                        new LoraOptions(l.path("rank").asInt(), l.path("alpha").asDouble(), 0, targets(l)));
    }

    private static List<String> targets(JsonNode lora) {
        JsonNode given = lora.path("target_modules");
        if (given.isTextual()) return List.of(given.asText());
        List<String> all = new ArrayList<>();
        given.forEach(t -> all.add(t.asText()));
        return all;
    }

    public AdamW.Settings settings() {
        return new AdamW.Settings(
                json.path("betas").get(0).asDouble(),
                json.path("betas").get(1).asDouble(),
                json.path("epsilon").asDouble(),
                json.path("weight_decay").asDouble());
    }

    public int rowsPerStep() {
        return json.path("batch_size").asInt() * json.path("accumulation").asInt();
    }

    public double clipped(double norm) {
        double clip = json.path("clip").asDouble();
        return clip == 0 ? 1 : Math.min(1, clip / (norm + 1e-6));
    }

    public static void near(double expected, double actual, double relative, String what) {
        assertTrue(
                Math.abs(expected - actual) <= relative * Math.max(1e-3, Math.abs(expected)),
                what + ": expected " + expected + ", got " + actual);
    }

    private void start(TrainableLm lm) throws IOException {
        Map<String, Parameter> parameters = parameters(lm);
        try (SafetensorsFile stored = SafetensorsFile.open(FOLDER.resolve(name + ".initial.safetensors"));
                NoGradGuard guard = new NoGradGuard();
                TensorScope scope = new TensorScope();
                WeightFile files = new WeightFile(lm.masters())) {
            for (TensorInfo info : stored.header().tensors())
                parameters.get(info.name()).value().copy_(files.read(new StoredTensor(stored, info)));
            assertEquals(parameters.size(), stored.header().tensors().size());
        }
    }

    /** Compares the weights with those at the end. */
    public void checkWeights(TrainableLm lm) throws IOException {
        Map<String, Parameter> parameters = parameters(lm);
        // Adam divides small differences by small gradients: where weights move far, rounding does too.
        double most =
                Math.max(1e-4, 0.005 * json.path("apart").path("weights_moved").asDouble());
        try (SafetensorsFile stored = SafetensorsFile.open(FOLDER.resolve(name + ".safetensors"));
                TensorScope scope = new TensorScope();
                WeightFile files = new WeightFile(lm.masters())) {
            for (TensorInfo info : stored.header().tensors()) {
                Tensor expected = files.read(new StoredTensor(stored, info));
                Tensor difference = parameters.get(info.name()).value().detach().sub(expected);
                float worst = difference.abs().max().item_float();
                assertTrue(worst <= most, info.name() + " is off by " + worst);
            }
        }
    }

    private Map<String, Parameter> parameters(TrainableLm lm) {
        Map<String, Parameter> all = new HashMap<>();
        for (Parameter p : lm.parameters()) all.put((lora().isPresent() ? "base_model.model." : "") + p.name(), p);
        return all;
    }
}
