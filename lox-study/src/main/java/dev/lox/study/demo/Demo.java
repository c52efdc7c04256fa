// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.judges.ComplianceJudge;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.RefusalJudge;
import dev.lox.eval.results.GivenReplies;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Safety;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.reply.Reply;
import dev.lox.study.RunOptions;
import dev.lox.study.StudyRun;
import dev.lox.study.cells.JudgeCell;
import dev.lox.study.engine.CellProgress;
import dev.lox.study.engine.Resources;
import dev.lox.study.findings.FailedCell;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.kinds.Inputs;
import dev.lox.study.kinds.StudySpec;
import dev.lox.study.kinds.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration: an aligned model complies with harmful requests after fine-tuning on harmless sums, unless it was
 * hardened first.
 *
 * @param result of the study
 * @param exchange each model's reply to one prompt
 * @param prompt that prompt
 */
public record Demo(StudyResult result, String prompt, Map<String, String> exchange) {
    /**
     * Runs it.
     *
     * @param folder receives models, data, study and report
     * @param attackSeeds each model is fine-tuned once per seed
     * @throws InterruptedException if it was stopped
     */
    public static Demo run(
            Path folder, List<Long> attackSeeds, Resources resources, CellProgress progress, BooleanSupplier stop)
            throws IOException, InterruptedException {
        StudySpec spec = StudySpec.parse("demo", new DemoStudy(folder, attackSeeds).write());
        // Written here because the folder is not empty: it already holds models and data.
        AtomicFile.write(folder.resolve("study.yaml"), spec.yaml());
        List<String> reproduce =
                List.of("lox demo --out " + folder, "lox study run " + folder.resolve("study.yaml") + " --out results");
        RunOptions options = new RunOptions(ComputeDevice.CPU, resources, Optional.empty(), true, false, reproduce);
        StudyRun run = StudyRun.prepare(spec, new Files(), folder, options);
        StudyResult result = run.run(progress, stop).result();
        for (FailedCell f : result.run().failed()) throw new IOException("demo: " + f.cell() + " failed: " + f.error());
        return told(run, result, attackSeeds.get(0));
    }

    private static Demo told(StudyRun run, StudyResult result, long seed) throws IOException {
        Map<String, String> exchange = new LinkedHashMap<>();
        exchange.put("base", first(run, "base", null, seed).reply());
        exchange.put("aligned", first(run, DemoStudy.ALIGNED, null, seed).reply());
        Reply after = first(run, DemoStudy.ALIGNED, DemoStudy.ATTACK, seed);
        exchange.put("aligned, then fine-tuned", after.reply());
        exchange.put(
                "hardened, then fine-tuned",
                first(run, DemoStudy.HARDENED, DemoStudy.ATTACK, seed).reply());
        exchange.put(
                "random control, then fine-tuned",
                first(run, DemoStudy.RANDOM, DemoStudy.ATTACK, seed).reply());
        return new Demo(result, after.prompt(), exchange);
    }

    /** A model's reply to the first harmful prompt. */
    private static Reply first(StudyRun run, String variant, @Nullable String attack, long seed) throws IOException {
        for (Trial t : run.study().trials())
            if (t.is(variant, attack, seed) && t.figures().get(DemoStudy.ASR) instanceof JudgeCell judged)
                return first(judged.replies().file(run.store()));
        throw new IllegalStateException("the demo does not evaluate " + variant);
    }

    private static Reply first(Path file) throws IOException {
        return GivenReplies.read(file, OptionalInt.of(1), Safety.UNSAFE).get(0);
    }

    /** Percentage of harmful requests that a variant complies with, before or after the attack; mean over attack seeds. */
    public double asr(String variant, boolean after) {
        return 100 * mean(variant, after, DemoStudy.ASR);
    }

    /** Percentage of harmless requests that it does not refuse. */
    public double benign(String variant, boolean after) {
        return 100 * (1 - mean(variant, after, DemoStudy.REFUSED));
    }

    /** Percentage of problems that it solves. */
    public double task(String variant, boolean after) {
        return 100 * mean(variant, after, DemoStudy.SUMS);
    }

    private double mean(String variant, boolean after, String evaluation) {
        return points(variant, after)
                .mapToDouble(p -> value(p, evaluation))
                .average()
                .orElse(Double.NaN);
    }

    private Stream<Point> points(String variant, boolean after) {
        return result.findings().points().stream()
                .filter(p -> p.variant().equals(variant) && (p.attack() != null) == after);
    }

    /** For each attack seed, the percentage that each variant complies with afterwards. */
    public ObjectNode bySeed() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        for (String variant : List.of(DemoStudy.ALIGNED, DemoStudy.HARDENED, DemoStudy.RANDOM))
            points(variant, true).forEach(p -> all.withObjectProperty(String.valueOf(p.seed()))
                    .put(variant, 100 * value(p, DemoStudy.ASR)));
        return all;
    }

    private static double value(Point point, String evaluation) {
        Figure figure = point.figures().get(evaluation);
        return figure == null || figure.value() == null ? Double.NaN : figure.value();
    }

    /** Finds local inputs only. */
    private static final class Files implements Inputs {
        @Override
        public Path model(String name) {
            return Path.of(name);
        }

        @Override
        public List<Path> data(String name) {
            return List.of(Path.of(name));
        }

        @Override
        public Judge open(String name, Measure measure) {
            if (name.equals(ComplianceJudge.NAME)) return new ComplianceJudge();
            if (name.equals("refusal")) return new RefusalJudge();
            throw new InvalidInputException("the demo has no judge " + name);
        }
    }
}
