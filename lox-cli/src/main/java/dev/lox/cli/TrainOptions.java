// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Problem;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.recipe.RecipeOption;
import dev.lox.lm.recipe.RecipeReader;
import dev.lox.lm.train.RunOrigin;
import dev.lox.lm.train.Training;
import dev.lox.lm.train.TrainingData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What both ways of training are told besides their recipe. */
@Command
final class TrainOptions {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "a folder in Hugging Face layout, or a hub id org/name[@revision]")
    String model;

    @Option(
            names = "--adapter",
            paramLabel = "ADAPTER",
            description = "a PEFT LoRA adapter that is added to the model's weights first")
    @Nullable
    String adapter;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATA",
            description = "json, jsonl, csv or parquet, each also .gz, or hf:org/name[@revision][:part]")
    String data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description =
                    "folder for the model (or adapter), lox.json, log.jsonl, recipe.yaml, checkpoints/, runs/ for TensorBoard")
    Path out;

    @Option(
            names = "--skip-bad-rows",
            description = "skip and count rows that do not fit, instead of refusing the file")
    boolean skipBadRows;

    @Option(names = "--dry-run", description = "show the layout found and three masked examples; write nothing")
    boolean dryRun;

    @Option(names = "--resume", description = "resume the run in DIR from its last checkpoint")
    boolean resume;

    @Option(names = "--overwrite", description = "replace the run in DIR")
    boolean overwrite;

    @Mixin
    ComputeOptions compute = new ComputeOptions();

    @Mixin
    HubAccess hub = new HubAccess();

    /** The recipe with what the command line puts in place of its values. */
    Recipe recipe(String name) throws IOException {
        return RecipeReader.read(name).with(given());
    }

    Map<RecipeOption, String> given() {
        return RecipeFlags.values(Objects.requireNonNull(command));
    }

    /**
     * Reads everything, then shows it or trains.
     *
     * @param more data of the second kind that the recipe takes, if there is any
     */
    int run(String verb, Recipe recipe, List<String> more, OutputOptions output)
            throws IOException, InterruptedException {
        check(recipe);
        ModelOptions.Folders folders = ModelOptions.Folders.resolve(hub, output, model, adapter);
        List<Path> files = hub.data(output, data);
        List<Path> second = new ArrayList<>();
        for (String d : more) second.addAll(hub.data(output, d));
        Training training = new Training(
                folders.model(),
                folders.adapter(),
                recipe,
                compute.device,
                out,
                IfExists.of(resume, overwrite),
                new RunOrigin(verb, model, Optional.ofNullable(adapter), data, more));
        TrainingData rows = training.read(files, second, skipBadRows ? BadRows.SKIP : BadRows.REFUSE);
        rows.notes().forEach(output::say);
        return dryRun ? show(training, rows, output) : train(training, rows, output);
    }

    private void check(Recipe recipe) throws IOException {
        List<String> problems = new ArrayList<>();
        if (adapter != null && recipe.lora().isPresent())
            problems.add("--adapter and a recipe with lora exclude each other: an adapter on both together fits no"
                    + " stored model; merge the first one with peft and pass the result as --model");
        compute.check(problems);
        if (resume && overwrite) problems.add("--resume and --overwrite exclude each other");
        if (!dryRun)
            for (Problem p : Training.problems(out, IfExists.of(resume, overwrite)))
                problems.add(p.text(Failure::flag));
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
    }

    private static int show(Training training, TrainingData rows, OutputOptions output) throws IOException {
        training.check(rows);
        rows.preview().forEach(row -> output.print(row + "\n"));
        output.print(training.steps(rows) + " steps");
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("steps", training.steps(rows));
        rows.notes().forEach(json.putArray("notes")::add);
        rows.preview().forEach(json.putArray("examples")::add);
        output.print(json);
        return 0;
    }

    private int train(Training training, TrainingData rows, OutputOptions output) throws IOException {
        compute.load();
        try (Interrupt interrupt = new Interrupt()) {
            Training.Outcome outcome;
            try (TrainingBar bar = new TrainingBar(output)) {
                outcome = training.run(rows, bar, interrupt::came);
            }
            // While the virtual machine still waits.
            tell(outcome, output);
            return outcome.finished() ? 0 : Failure.FAILED;
        }
    }

    private void tell(Training.Outcome outcome, OutputOptions output) throws IOException {
        output.print(words(outcome));
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("out", out.toString())
                .put("finished", outcome.finished())
                .put("steps", outcome.steps())
                .put("tokens", outcome.tokens())
                .put("seconds", outcome.seconds())
                .put("peak_bytes", ProcessMemory.peak(0));
        if (Double.isFinite(outcome.loss())) json.put("loss", outcome.loss());
        output.print(json);
    }

    private String words(Training.Outcome outcome) {
        if (!outcome.finished() && outcome.steps() == 0) return "stopped before the first step; rerun with --resume";
        if (!outcome.finished())
            return "stopped after step " + outcome.steps() + ", which is saved; rerun with --resume";
        if (outcome.seconds() == 0) return "was finished before: " + out;
        return String.format(
                Locale.ROOT,
                "%d steps, %d tokens in %.1f s (%.1f tokens/s): %s",
                outcome.steps(),
                outcome.tokens(),
                outcome.seconds(),
                outcome.tokens() / outcome.seconds(),
                out);
    }
}
