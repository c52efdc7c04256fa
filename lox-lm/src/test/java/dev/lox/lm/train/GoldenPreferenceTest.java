// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static dev.lox.lm.model.GoldenTraining.near;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.lm.model.AdamW;
import dev.lox.lm.model.GoldenTraining;
import dev.lox.lm.model.TrainableLm;
import dev.lox.lm.model.TrainingSequence;
import dev.lox.lm.recipe.Batches;
import dev.lox.lm.recipe.Objective.Dpo;
import dev.lox.lm.recipe.Objective.Replies;
import dev.lox.lm.recipe.Objective.SftTerm;
import dev.lox.lm.recipe.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps by preferences against those of TRL's DPOTrainer (oracle/training.py). */
class GoldenPreferenceTest {
    private static final List<String> METRICS =
            List.of("rewards/chosen", "rewards/rejected", "rewards/margins", "logps/chosen", "logps/rejected");

    /** All but TRL's own smoothing, which there is no option for. */
    static Stream<String> preferences() throws IOException {
        return GoldenTraining.names("dpo-(?!robust).*");
    }

    @ParameterizedTest
    @MethodSource("preferences")
    void steps_ofAnyLoss_equalThoseOfTheTrainer(String name) throws IOException {
        check(name, false, Batches.Batching.PLAIN);
    }

    @ParameterizedTest
    @CsvSource({"dpo-gemma2,BUCKETED", "dpo-lora,PACKED", "dpo-sft,PACKED", "dpo-epochs,BUCKETED"})
    void steps_withLayersComputedAgainAndOtherBatches_equalThoseOfTheTrainer(String name, Batches.Batching batching)
            throws IOException {
        check(name, true, batching);
    }

    private static void check(String name, boolean recompute, Batches.Batching batching) throws IOException {
        GoldenTraining golden = GoldenTraining.of(name);
        JsonNode json = golden.json();
        List<PairRow> pairs = StreamSupport.stream(json.path("rows").spliterator(), false)
                .map(r -> new PairRow("row", ids(r.path("prompt")), ids(r.path("chosen")), ids(r.path("rejected"))))
                .toList();
        try (TrainableLm lm = golden.load(recompute);
                AdamW adam = new AdamW(lm, golden.settings())) {
            List<ReferencePair> reference = reference(lm, pairs);
            MicroBatches batches =
                    new MicroBatches(batching, json.path("batch_size").asInt(), 150);
            steps(golden, lm, adam, new PreferenceTask(pairs, reference, dpo(json), batches, Optional.empty(), 0));
            golden.checkWeights(lm);
            // What is trained leaves the reference alone where the one stands beside the other.
            if (json.path("lora").isObject()) assertEquals(reference, reference(lm, pairs));
        }
    }

    private static Dpo dpo(JsonNode json) {
        JsonNode loss = json.path("loss");
        double sft = loss.path("terms").path("sft").asDouble(0);
        double smoothing = loss.path("conservative_label_smoothing").asDouble(0);
        return new Dpo(
                loss.path("beta").asDouble(),
                smoothing,
                sft == 0 ? Optional.empty() : Optional.of(new SftTerm(sft, Replies.CHOSEN)));
    }

    private static void steps(GoldenTraining golden, TrainableLm lm, AdamW adam, PreferenceTask task) {
        JsonNode json = golden.json();
        DataOrder order = new DataOrder(task.size(), golden.rowsPerStep(), false, 0);
        long total = order.totalSteps(json.path("epochs").asInt(), 0);
        Schedule schedule = new Schedule(optimizer(json), total);
        assertEquals(json.path("log").size(), total);
        double moved = 0;
        for (JsonNode expected : json.path("log")) {
            long step = expected.path("step").asLong() - 1;
            String where = " of step " + (step + 1);
            double rate = schedule.at(step);
            Task.Step done = task.learn(lm, step, order.rows(step));
            double norm = adam.gradientNorm();
            adam.step(rate, golden.clipped(norm));
            near(expected.path("lr").asDouble(), rate, 1e-9, "lr" + where);
            near(expected.path("loss").asDouble(), done.loss(), 1e-4, "loss" + where);
            near(expected.path("grad_norm").asDouble(), norm, 1e-3, "gradient norm" + where);
            for (String name : METRICS) {
                double scale = name.startsWith("rewards")
                        ? 1e-3
                        : 1e-4 * Math.abs(expected.path(name).asDouble());
                assertEquals(expected.path(name).asDouble(), done.metrics().get(name), scale, name + where);
            }
            // Where the two models are one, rounding decides.
            if (moved > 0)
                assertEquals(
                        expected.path("rewards/accuracies").asDouble(),
                        done.metrics().get("rewards/accuracies"),
                        1e-6,
                        "accuracies" + where);
            moved += rate;
        }
    }

    private static Optimizer optimizer(JsonNode json) {
        assertEquals("linear", json.path("schedule").asText());
        double lr = json.path("lr").asDouble();
        return new Optimizer(
                lr,
                Optimizer.Decay.LINEAR,
                json.path("warmup").asInt(),
                json.path("clip").asDouble(),
                0,
                0.9,
                0.999,
                1e-8);
    }

    private static List<ReferencePair> reference(TrainableLm lm, List<PairRow> pairs) {
        float[][] all = lm.logProbabilities(
                pairs.stream()
                        .flatMap(p -> Stream.of(learned(p.prompt(), p.chosen()), learned(p.prompt(), p.rejected())))
                        .toList(),
                false);
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> new ReferencePair(sum(all[2 * i]), sum(all[2 * i + 1])))
                .toList();
    }

    private static TrainingSequence learned(int[] prompt, int[] reply) {
        int[] tokens = Arrays.copyOf(prompt, prompt.length + reply.length);
        System.arraycopy(reply, 0, tokens, prompt.length, reply.length);
        boolean[] learned = new boolean[tokens.length];
        Arrays.fill(learned, prompt.length, tokens.length, true);
        return new TrainingSequence(tokens, learned);
    }

    private static double sum(float[] logProbabilities) {
        double sum = 0;
        for (float p : logProbabilities) sum += p;
        return sum;
    }

    private static int[] ids(JsonNode array) {
        List<Integer> all = new ArrayList<>();
        array.forEach(i -> all.add(i.asInt()));
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
