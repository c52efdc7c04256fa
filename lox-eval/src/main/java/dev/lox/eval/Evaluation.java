// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval;

import dev.lox.base.Version;
import dev.lox.base.WriterLock;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.report.EvaluationFolder;
import dev.lox.eval.report.Redaction;
import dev.lox.eval.report.RunRecord;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.MathProblems;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Results;
import dev.lox.eval.results.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Judges replies, checks gates and writes the folder of results: what {@code lox evaluate} does.
 *
 * <pre>{@code
 * ReplySource replies = new ReplySource.File(Path.of("replies.jsonl"), OptionalInt.empty());
 * try (Judge judge = JudgeSpec.parse("refusal").open(Purpose.HARM, JudgeSettings.NONE)) {
 *     EvaluationOutcome outcome = Evaluation.of(Measure.ASR, replies, List.of(judge), Path.of("results"))
 *             .withGates(List.of(new Gate(Gate.Kind.MAX_ASR, 0.05)))
 *             .run(EvaluationProgress.NONE);
 *     System.out.println(outcome.results().rate(0).value() + ", gate held: " + outcome.held());
 * }
 * }</pre>
 *
 * @param problems the problems with their answers, if accuracy is measured
 * @param judges closed by the caller; empty if accuracy is measured
 * @param out folder of the results
 * @param showReplies whether to include replies in tables and reports
 * @since 0.1
 */
public record Evaluation(
        Measure measure,
        ReplySource source,
        Optional<MathProblems> problems,
        List<Judge> judges,
        List<Gate> gates,
        Path out,
        IfExists ifExists,
        boolean showReplies) {
    public Evaluation {
        judges = List.copyOf(judges);
        gates = List.copyOf(gates);
        if (problems.isPresent() != (measure == Measure.ACCURACY))
            throw new IllegalArgumentException("accuracy needs problems, and nothing else takes them: " + measure);
        if (judges.isEmpty() == measure.purpose().isPresent())
            throw new IllegalArgumentException("accuracy has no judges, and all else needs them: " + measure);
    }

    /** An evaluation by judges, without gates, into a new folder. */
    public static Evaluation of(Measure measure, ReplySource source, List<Judge> judges, Path out) {
        return new Evaluation(measure, source, Optional.empty(), judges, List.of(), out, IfExists.REFUSE, false);
    }

    /** An evaluation of accuracy, without gates, into a new folder. */
    public static Evaluation of(MathProblems problems, ReplySource source, Path out) {
        return new Evaluation(
                Measure.ACCURACY, source, Optional.of(problems), List.of(), List.of(), out, IfExists.REFUSE, false);
    }

    /** This evaluation with gates. */
    public Evaluation withGates(List<Gate> bounds) {
        return new Evaluation(measure, source, problems, judges, bounds, out, ifExists, showReplies);
    }

    /**
     * Runs the evaluation. Replies and judges' answers are kept as they arrive, and an interrupted run can be resumed.
     * Earlier results are replaced only at the end.
     *
     * @throws dev.lox.base.InvalidInputException if an input is wrong or the folder may not be written; nothing is written
     * @throws IOException if a judge cannot be reached or a file cannot be written
     */
    @SuppressWarnings("try") // The lock is held, not used.
    public EvaluationOutcome run(EvaluationProgress progress) throws IOException, InterruptedException {
        EvaluationFolder folder = new EvaluationFolder(out);
        folder.check(ifExists, measure);
        source.check(folder);
        try (WriterLock lock = WriterLock.inside(out)) {
            // Checked again under the lock: another run may have been here in between.
            folder.check(ifExists, measure);
            return run(folder, progress);
        }
    }

    private EvaluationOutcome run(EvaluationFolder folder, EvaluationProgress progress)
            throws IOException, InterruptedException {
        long begun = System.nanoTime();
        ReplySource.Replies replies = source.obtain(measure, folder, ifExists, progress);
        List<Sample> samples = problems.isPresent()
                ? problems.get().samples(replies.all())
                : replies.all().stream().map(Sample::of).toList();
        int[] judged = {0};
        int total = samples.size() * judges.size();
        Results results = Results.of(measure, samples, judges, (index, verdict) -> progress.judged(++judged[0], total));
        RunRecord run = new RunRecord(
                replies.record(),
                judges.stream().map(Judge::record).toList(),
                gates.stream().flatMap(g -> g.check(results).stream()).toList(),
                (System.nanoTime() - begun) / 1e9);
        folder.open(measure, Version.NUMBER);
        if (source instanceof ReplySource.File) folder.clear(true);
        folder.write(results, run, new Redaction(showReplies), Version.NUMBER);
        return new EvaluationOutcome(out, results, run, replies.all().size() - samples.size());
    }
}
