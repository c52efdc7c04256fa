// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.recipe.Batches;
import dev.lox.lm.recipe.Lora;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Optimizer;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.Saving;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A run of a few steps of a tiny model, with parts that can be changed. */
record TinyRun(Path folder, Recipe recipe, TrainingData data) {
    static final BooleanSupplier NEVER = () -> false;
    static final BooleanSupplier AT_ONCE = () -> true;

    static final Objective SFT = new Objective.Sft(Objective.Loss.FULL, 0.025);
    static final Objective DPO =
            new Objective.Dpo(0.1, 0, Optional.of(new Objective.SftTerm(0.5, Objective.Replies.CHOSEN)));

    /** 11 examples in 2 epochs of 3 steps. */
    static TinyRun supervised(String model) {
        return new TinyRun(golden(model), recipe(SFT), new ExampleRows(examples(11), List.of(), List.of()));
    }

    static TinyRun byPreferences(String model) {
        return new TinyRun(golden(model), recipe(DPO), new PairRows(pairs(11), List.of(), List.of(), List.of()));
    }

    private static Recipe recipe(Objective objective) {
        return new Recipe(
                objective,
                Recipe.Format.RAW,
                32,
                2,
                0,
                new Batches(2, 2, Batches.Batching.BUCKETED, true),
                new Optimizer(1e-2, Optimizer.Decay.LINEAR, 0, 1, 0, 0.9, 0.999, 1e-8),
                Optional.empty(),
                Recipe.Precision.FLOAT32,
                true,
                new Saving(0, Optional.empty(), 1),
                7);
    }

    static List<TokenRow> examples(int count) {
        Random random = new Random(5);
        List<TokenRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] tokens = random.ints(5 + random.nextInt(25), 3, 64).toArray();
            boolean[] learned = new boolean[tokens.length];
            Arrays.fill(learned, 1 + random.nextInt(3), tokens.length, true);
            rows.add(new TokenRow("rows.jsonl: row " + (i + 1), tokens, learned));
        }
        return rows;
    }

    static List<PairRow> pairs(int count) {
        Random random = new Random(6);
        List<PairRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++)
            rows.add(new PairRow(
                    "pairs.jsonl: row " + (i + 1),
                    random.ints(1 + random.nextInt(5), 3, 64).toArray(),
                    random.ints(1 + random.nextInt(12), 3, 64).toArray(),
                    random.ints(1 + random.nextInt(12), 3, 64).toArray()));
        return rows;
    }

    TinyRun with(Recipe changed) {
        return new TinyRun(folder, changed, data);
    }

    TinyRun lora(double dropout) {
        return with(new Recipe(
                recipe.objective(),
                recipe.format(),
                recipe.maxLength(),
                recipe.epochs(),
                recipe.maxSteps(),
                recipe.batches(),
                recipe.optimizer(),
                Optional.of(new Lora(4, 8, dropout, List.of(Lora.ALL_LINEAR))),
                recipe.precision(),
                recipe.recompute(),
                recipe.saving(),
                recipe.seed()));
    }

    TinyRun lr(double lr) {
        Optimizer o = new Optimizer(lr, Optimizer.Decay.LINEAR, 0, 1, 0, 0.9, 0.999, 1e-8);
        return with(changed(recipe.batches(), o, recipe.precision(), recipe.recompute(), recipe.saving()));
    }

    /** A large one keeps Adam from making much of gradients that are rounding alone. */
    TinyRun epsilon(double epsilon) {
        Optimizer o = new Optimizer(1e-2, Optimizer.Decay.LINEAR, 0, 1, 0, 0.9, 0.999, epsilon);
        return with(changed(recipe.batches(), o, recipe.precision(), recipe.recompute(), recipe.saving()));
    }

    TinyRun batches(Batches batches) {
        return with(changed(batches, recipe.optimizer(), recipe.precision(), recipe.recompute(), recipe.saving()));
    }

    TinyRun recompute(boolean recompute) {
        return with(changed(recipe.batches(), recipe.optimizer(), recipe.precision(), recompute, recipe.saving()));
    }

    TinyRun precision(Recipe.Precision precision) {
        return with(changed(recipe.batches(), recipe.optimizer(), precision, recipe.recompute(), recipe.saving()));
    }

    TinyRun saveEvery(int steps) {
        return with(changed(
                recipe.batches(),
                recipe.optimizer(),
                recipe.precision(),
                recipe.recompute(),
                new Saving(steps, Optional.empty(), 1)));
    }

    private Recipe changed(
            Batches batches, Optimizer optimizer, Recipe.Precision precision, boolean recompute, Saving saving) {
        return new Recipe(
                recipe.objective(),
                recipe.format(),
                recipe.maxLength(),
                recipe.epochs(),
                recipe.maxSteps(),
                batches,
                optimizer,
                recipe.lora(),
                precision,
                recompute,
                saving,
                recipe.seed());
    }

    TinyRun in(Path model) {
        return new TinyRun(model, recipe, data);
    }

    static Path golden(String model) {
        return Path.of("src/test/resources/golden/models", model);
    }

    Training.Outcome run(Path out, IfExists existing, BooleanSupplier stop) throws IOException {
        return run(out, existing, stop, saved -> {});
    }

    Training.Outcome run(Path out, IfExists existing, BooleanSupplier stop, LongConsumer saved) throws IOException {
        return run(out, existing, stop, saved, checkpoint -> {});
    }

    Training.Outcome run(Path out, IfExists existing, BooleanSupplier stop, LongConsumer saved, Consumer<Path> damaged)
            throws IOException {
        return new Training(
                        folder(),
                        Optional.empty(),
                        recipe,
                        ComputeDevice.CPU,
                        out,
                        existing,
                        RunOrigin.of("test", folder()))
                .run(data, new Watcher(saved, damaged), stop);
    }

    private record Watcher(LongConsumer whenSaved, Consumer<Path> whenDamaged) implements TrainingProgress {
        @Override
        public void damaged(Path checkpoint) {
            whenDamaged.accept(checkpoint);
        }

        @Override
        public void saved(long step) {
            whenSaved.accept(step);
        }
    }

    /** Names and contents of a run's files; without checkpoints, TensorBoard's, and the times in the log. */
    static Map<String, String> files(Path out) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(out)) {
            all.filter(Files::isRegularFile).forEach(f -> {
                String name = out.relativize(f).toString();
                if (!name.matches("(checkpoints|runs)/.*")) files.put(name, content(f));
            });
        }
        files.computeIfPresent(
                "log.jsonl", (n, log) -> log.replaceAll("\"(tokens_per_second|seconds)\":[^,}]*", "\"$1\":0"));
        return files;
    }

    /** A character a byte. */
    private static String content(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
