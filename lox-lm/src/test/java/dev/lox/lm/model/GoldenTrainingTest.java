// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static dev.lox.lm.model.GoldenTraining.near;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Supervised steps against those of transformers' Trainer and peft (oracle/training.py). */
class GoldenTrainingTest {
    static Stream<String> supervised() throws IOException {
        return GoldenTraining.names("(sft|lora)-.*");
    }

    @ParameterizedTest
    @MethodSource("supervised")
    void steps_ofAnyFamily_equalThoseOfTheTrainer(String name) throws IOException {
        check(name, false);
    }

    @ParameterizedTest
    @CsvSource({"sft-llama-tied", "sft-gemma2", "sft-gemma3", "sft-phi3", "sft-olmo2", "lora-all", "lora-olmo2"})
    void steps_withLayersComputedAgain_equalThoseOfTheTrainer(String name) throws IOException {
        check(name, true);
    }

    private static void check(String name, boolean recompute) throws IOException {
        GoldenTraining golden = GoldenTraining.of(name);
        try (TrainableLm lm = golden.load(recompute);
                AdamW adam = new AdamW(lm, golden.settings())) {
            steps(golden, lm, adam);
            golden.checkWeights(lm);
        }
    }

    private static void steps(GoldenTraining golden, TrainableLm lm, AdamW adam) {
        JsonNode json = golden.json();
        int perEpoch = json.path("rows").size();
        int at = 0;
        for (JsonNode step : json.path("log")) {
            int end = Math.min(perEpoch, at + golden.rowsPerStep());
            List<TrainingSequence> rows = new ArrayList<>();
            for (int i = at; i < end; i++) rows.add(row(json.path("rows").get(i)));
            at = end == perEpoch ? 0 : end;
            int n = rows.stream().mapToInt(TrainingSequence::count).sum();
            assertEquals(step.path("tokens").asInt(), n);
            double loss = 0;
            // In two parts: a step does not depend on how it is split.
            int middle = rows.size() / 3 + 1;
            for (List<TrainingSequence> part : List.of(rows.subList(0, middle), rows.subList(middle, rows.size())))
                if (!part.isEmpty())
                    for (float[] sequence : lm.learn(part, -1f / n, 0)) for (float p : sequence) loss -= p;
            loss /= n;
            double norm = adam.gradientNorm();
            adam.step(step.path("lr").asDouble(), golden.clipped(norm));
            near(step.path("loss").asDouble(), loss, 1e-4, "loss of step " + step.path("step"));
            near(step.path("grad_norm").asDouble(), norm, 1e-3, "gradient norm of step " + step.path("step"));
        }
    }

    private static TrainingSequence row(JsonNode row) {
        int n = row.path("ids").size();
        int[] tokens = new int[n];
        boolean[] learned = new boolean[n];
        for (int i = 0; i < n; i++) {
            tokens[i] = row.path("ids").get(i).asInt();
            learned[i] = i > 0 && row.path("learned").get(i).asInt() == 1;
        }
        return new TrainingSequence(tokens, learned);
    }
}
