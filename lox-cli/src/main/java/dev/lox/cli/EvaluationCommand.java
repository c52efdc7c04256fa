// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.eval.Evaluation;
import dev.lox.eval.EvaluationOutcome;
import dev.lox.eval.ReplySource;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.report.EvaluationFolder;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.MathProblems;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.PromptSets;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.Generation;
import dev.lox.lm.reply.ReplySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all evaluations of one model share. */
abstract class EvaluationCommand implements Callable<Integer> {
    private static final int GATE_NOT_HELD = 1;

    /** Of prompts for a model, if attack success is measured. */
    private static final int DEFAULT_LIMIT = 100;

    @Mixin
    ModelOptions models = new ModelOptions();

    @Option(
            names = {"--prompts", "--data"},
            paramLabel = "DATA",
            description =
                    "json, jsonl, csv, parquet or plain lines, each also .gz, or hf:org/name[@revision][:part]; or"
                            + " builtin:harmful or builtin:benign, small and mild, to try things out")
    @Nullable
    String prompts;

    @Option(
            names = "--replies",
            paramLabel = "FILE",
            description = "evaluate existing replies instead of a model: rows with prompt and reply")
    @Nullable
    Path given;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "only the first N; 0: all; default: 100 for asr with a model, otherwise all")
    @Nullable
    Integer limit;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "gets rows.jsonl, summary.json, rows.csv, junit.xml, report.sarif, summary.md")
    Path out;

    @Option(names = "--resume", description = "continue an interrupted run; finished replies and verdicts are kept")
    boolean resume;

    @Option(names = "--overwrite", description = "replace the results of an earlier run")
    boolean overwrite;

    @Option(
            names = "--show-replies",
            description = "show replies in tables and reports; without it only rows.jsonl and replies.jsonl hold them")
    boolean showReplies;

    @Mixin
    ReplyOptions replies = new ReplyOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    private final Measure measure;
    private final int defaultTokens;

    EvaluationCommand(Measure measure, int defaultTokens) {
        this.measure = measure;
        this.defaultTokens = defaultTokens;
    }

    /**
     * The gate, if there is one.
     *
     * @throws IllegalArgumentException if its bound is out of range
     */
    abstract Optional<Gate> gate();

    /**
     * The judges.
     *
     * @throws InvalidInputException with all that is wrong with them
     */
    abstract List<Judge> judges() throws IOException, InterruptedException;

    /** Checks which of {@code --model}, {@code --replies} and {@code --prompts} are given. */
    void check(List<String> problems) {
        if (given != null && prompts != null) problems.add("--replies has its own prompts; leave out --prompts");
    }

    List<Prompt> prompts(String text) throws IOException, InterruptedException {
        Optional<List<Prompt>> builtIn = PromptSets.builtIn(text, limit());
        return builtIn.isPresent()
                ? builtIn.get()
                : PromptSets.read(models.hub.data(output, text), limit(), measure.prompts());
    }

    /** The problems whose answers are checked; empty unless accuracy is measured. */
    Optional<MathProblems> problems() throws IOException, InterruptedException {
        return Optional.empty();
    }

    /** The number of prompts or replies to read. */
    OptionalInt limit() {
        int n = limit != null ? limit : measure == Measure.ASR && given == null ? DEFAULT_LIMIT : 0;
        return n == 0 ? OptionalInt.empty() : OptionalInt.of(n);
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        IfExists existing = IfExists.of(resume, overwrite);
        List<String> problems = new ArrayList<>();
        // A judge may be a local model even if there is no model to evaluate.
        if (given == null) models.check(problems);
        else models.compute.check(problems);
        if (given == null && prompts == null) problems.add("--prompts is missing");
        if (given != null && models.model != null) problems.add("--model and --replies exclude each other");
        if (limit != null && limit < 0) problems.add("--limit must not be negative, got " + limit);
        if (resume && overwrite) problems.add("--resume and --overwrite exclude each other");
        if (prompts != null && !prompts.matches("(?s)(builtin|hf):.*") && !Files.exists(HubAccess.path(prompts)))
            problems.add("--prompts " + prompts + ": no such file");
        check(problems);
        ReplySettings settings = replies.settings(defaultTokens, problems);
        List<Gate> gates = new ArrayList<>();
        List<Judge> judges = new ArrayList<>();
        EvaluationFolder folder = new EvaluationFolder(out);
        collect(problems, () -> folder.check(existing, measure));
        Path file = given;
        if (file != null) collect(problems, () -> replies(file).check(folder));
        collect(problems, () -> gate().ifPresent(gates::add));
        collect(problems, () -> judges.addAll(judges()));
        try (EvaluationBar bar = new EvaluationBar(output)) {
            if (settings == null || !problems.isEmpty()) throw new InvalidInputException(problems);
            Optional<MathProblems> questions = problems();
            ReplySource source = given == null ? model(settings) : replies(given);
            return report(
                    new Evaluation(measure, source, questions, judges, gates, out, existing, showReplies).run(bar));
        } finally {
            for (Judge j : judges) j.close();
        }
    }

    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    private static void collect(List<String> problems, Step step) throws IOException, InterruptedException {
        try {
            step.take();
        } catch (InvalidInputException e) {
            e.details().forEach(p -> problems.add(p.text(Failure::flag)));
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private ReplySource.File replies(Path file) {
        return new ReplySource.File(file, measure == Measure.ACCURACY ? OptionalInt.empty() : limit());
    }

    private ReplySource model(ReplySettings settings) throws IOException, InterruptedException {
        String text = Objects.requireNonNull(prompts);
        List<Prompt> all = prompts(text);
        Generation generation = new Generation(models.reference(output), replies.format(), FormatName.ALPACA, settings);
        models.compute.load();
        return new ReplySource.Model(generation, text, all);
    }

    private int report(EvaluationOutcome outcome) {
        if (outcome.leftOut() > 0)
            output.say(outcome.leftOut()
                    + " replies are left out: they answer none of the problems, or one a second time");
        outcome.lines().forEach(output::print);
        output.print(out.toString());
        output.print(outcome.summary());
        return outcome.held() ? 0 : GATE_NOT_HELD;
    }
}
