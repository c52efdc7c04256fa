// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.Digest;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.report.EvaluationFolder;
import dev.lox.eval.report.Markdown;
import dev.lox.eval.report.Redaction;
import dev.lox.eval.report.RunRecord;
import dev.lox.eval.report.SummaryJson;
import dev.lox.eval.result.Gate;
import dev.lox.eval.result.Measure;
import dev.lox.eval.result.Results;
import dev.lox.eval.sample.GivenReplies;
import dev.lox.eval.sample.PromptSets;
import dev.lox.eval.sample.Safety;
import dev.lox.eval.sample.Sample;
import dev.lox.harden.Version;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.Reply;
import dev.lox.lm.reply.ReplyFile;
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

/** What the evaluations of one model have in common: replies made or given, judges, a gate, a folder of results. */
abstract class Evaluation implements Callable<Integer> {
    private static final int GATE_NOT_HELD = 1;

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
            description = "evaluate replies that are there, instead of a model: rows with prompt and reply")
    @Nullable
    Path given;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "only the first N; 0 for all; default: 100 where asr asks a model, else all")
    @Nullable
    Integer limit;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "gets rows.jsonl, summary.json, rows.csv, junit.xml, report.sarif, summary.md")
    Path out;

    @Option(names = "--resume", description = "go on with the replies and verdicts that are there")
    boolean resume;

    @Option(names = "--overwrite", description = "replace what an earlier run left")
    boolean overwrite;

    @Option(
            names = "--show-replies",
            description =
                    "show replies in tables and reports; without it they are in rows.jsonl and replies.jsonl alone")
    boolean showReplies;

    @Mixin
    ReplyOptions replies = new ReplyOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    private final Measure measure;
    private final Safety safety;
    private final int defaultTokens;

    Evaluation(Measure measure, Safety safety, int defaultTokens) {
        this.measure = measure;
        this.safety = safety;
        this.defaultTokens = defaultTokens;
    }

    /**
     * The gate asked for, if one was.
     *
     * @throws IllegalArgumentException if its bound is none
     */
    abstract Optional<Gate> gate();

    /**
     * The judges asked for.
     *
     * @throws BadInputException with all that is wrong with them
     */
    abstract List<Judge> judges() throws IOException, InterruptedException;

    /** What else can be wrong with the call. */
    void check(List<String> complaints) {
        if (given != null && models.model != null) complaints.add("--model and --replies exclude each other");
        if (given != null && prompts != null) complaints.add("--replies has its own prompts; leave out --prompts");
    }

    /** What is wrong with files that are named, so that it is said with all the rest. */
    private void checkFiles(List<String> complaints) throws IOException {
        if (given != null && !Files.isRegularFile(given)) complaints.add("--replies " + given + ": is not a file");
        if (given != null
                && Files.exists(given)
                && Files.exists(out)
                && given.toRealPath().startsWith(out.toRealPath()))
            complaints.add("--replies " + given + ": lies in --out, where it would be replaced; choose another --out");
        if (prompts != null && !prompts.matches("(?s)(builtin|hf):.*") && !Files.exists(HubAccess.path(prompts)))
            complaints.add("--prompts " + prompts + ": no such file");
    }

    /** Prompts of {@code --prompts}. */
    List<Prompt> prompts(String text) throws IOException, InterruptedException {
        Optional<List<Prompt>> builtIn = PromptSets.builtIn(text, bound());
        return builtIn.isPresent() ? builtIn.get() : PromptSets.read(models.hub.data(output, text), bound(), safety);
    }

    List<Sample> samples(List<Reply> all) throws IOException, InterruptedException {
        return all.stream().map(Sample::of).toList();
    }

    /** How many at most. */
    OptionalInt bound() {
        int n = limit != null ? limit : measure == Measure.ASR && given == null ? 100 : 0;
        return n == 0 ? OptionalInt.empty() : OptionalInt.of(n);
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Existing existing = Existing.of(resume, overwrite);
        EvaluationFolder folder = new EvaluationFolder(out);
        List<String> complaints = new ArrayList<>();
        // A judge may be a local model where the one that is judged is not.
        if (given == null) models.check(complaints);
        else models.compute.check(complaints);
        if (given == null && prompts == null) complaints.add("--prompts is missing");
        if (limit != null && limit < 0) complaints.add("--limit must not be negative, got " + limit);
        if (resume && overwrite) complaints.add("--resume and --overwrite exclude each other");
        check(complaints);
        checkFiles(complaints);
        ReplySettings settings = replies.settings(defaultTokens, complaints);
        List<Gate> gates = new ArrayList<>();
        List<Judge> judges = new ArrayList<>();
        collect(complaints, () -> {
            folder.check(existing, measure);
            return null;
        });
        collect(complaints, () -> gate().map(gates::add));
        collect(complaints, () -> judges.addAll(judges()));
        try {
            if (settings == null || !complaints.isEmpty()) throw new BadInputException(complaints);
            return run(folder, existing, settings, gates, judges, begun);
        } finally {
            for (Judge j : judges) j.close();
        }
    }

    private interface Step {
        @Nullable
        Object take() throws IOException, InterruptedException;
    }

    private static void collect(List<String> complaints, Step step) throws IOException, InterruptedException {
        try {
            step.take();
        } catch (BadInputException e) {
            complaints.addAll(e.complaints());
        } catch (IllegalArgumentException e) {
            complaints.add(String.valueOf(e.getMessage()));
        }
    }

    private int run(
            EvaluationFolder folder,
            Existing existing,
            ReplySettings settings,
            List<Gate> gates,
            List<Judge> judges,
            long begun)
            throws IOException, InterruptedException {
        ObjectNode made = given == null ? answer(folder, existing, settings) : recordOf(given);
        List<Sample> samples = samples(
                given == null
                        ? GivenReplies.read(folder.replies(), OptionalInt.empty(), safety)
                        : GivenReplies.read(
                                given, measure == Measure.ACCURACY ? OptionalInt.empty() : bound(), safety));
        Results results;
        try (VerdictBar bar = new VerdictBar(output, samples.size() * judges.size())) {
            results = Results.of(measure, samples, judges, bar);
        }
        RunRecord run = new RunRecord(
                made,
                judges.stream().map(Judge::record).toList(),
                gates.stream().flatMap(g -> g.check(results).stream()).toList(),
                (System.nanoTime() - begun) / 1e9);
        folder.open(measure, Version.NUMBER);
        if (given != null) folder.clear(true);
        folder.write(results, run, new Redaction(showReplies), Version.NUMBER);
        Markdown.headlines(results).forEach(output::print);
        run.gates().forEach(g -> output.print(Markdown.words(g)));
        output.print(out.toString());
        output.print(SummaryJson.of(results, run).put("out", out.toString()));
        return run.held() ? 0 : GATE_NOT_HELD;
    }

    private ObjectNode answer(EvaluationFolder folder, Existing existing, ReplySettings settings)
            throws IOException, InterruptedException {
        String text = Objects.requireNonNull(prompts);
        List<Prompt> all = prompts(text);
        ReplyRun run = new ReplyRun(models, replies, settings, FormatName.ALPACA);
        ReplyRun.Outcome outcome = run.answer(
                all,
                made -> {
                    folder.open(measure, Version.NUMBER);
                    ReplyFile file = ReplyFile.open(folder.replies(), existing, made, all);
                    if (existing == Existing.OVERWRITE) folder.clear(false);
                    return file;
                },
                output);
        return outcome.made().put("prompts", text).put("prompts_sha256", Prompts.digest(all));
    }

    private static ObjectNode recordOf(Path file) throws IOException {
        return JsonNodeFactory.instance
                .objectNode()
                .put("lox", Version.NUMBER)
                .put("replies", file.toString())
                .put("replies_sha256", Files.isRegularFile(file) ? Digest.sha256(Files.readAllBytes(file)) : null);
    }
}
