// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.eval.judge.ComplianceJudge;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.judge.RefusalJudge;
import dev.lox.eval.result.Measure;
import dev.lox.eval.sample.GivenReplies;
import dev.lox.eval.sample.Safety;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.reply.Reply;
import dev.lox.study.cell.CellProgress;
import dev.lox.study.cell.CellStore;
import dev.lox.study.cell.Resources;
import dev.lox.study.report.ReportFolder;
import dev.lox.study.result.Figure;
import dev.lox.study.result.Point;
import dev.lox.study.result.StudyResult;
import dev.lox.study.run.Inputs;
import dev.lox.study.run.Study;
import dev.lox.study.run.StudyFolder;
import dev.lox.study.spec.StudyReader;
import dev.lox.study.work.JudgeCell;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The story: a model complies, is aligned, is fine-tuned on harmless sums and complies again; hardened before, it refuses.
 *
 * @param result of the study
 * @param exchange what the models say to one prompt, by model
 * @param prompt that one
 */
public record Demo(StudyResult result, String prompt, Map<String, String> exchange) {
    /**
     * Runs it.
     *
     * @param folder gets models, data, study and report
     * @param attackSeeds one fine-tuning of each model for each
     * @throws InterruptedException if it was told to stop
     */
    public static Demo run(
            Path folder,
            List<Long> attackSeeds,
            String lox,
            Resources resources,
            CellProgress progress,
            BooleanSupplier stop)
            throws IOException, InterruptedException {
        String settings = new DemoStudy(folder, attackSeeds).write();
        Study study = Study.of(StudyReader.parse("demo", settings), new Files(), ComputeDevice.CPU);
        Path cells = StudyFolder.ownCells(folder);
        StudyResult result = new StudyFolder(folder, cells)
                .run(
                        study,
                        settings,
                        List.of(
                                "lox demo --out " + folder,
                                "lox study run " + folder.resolve("study.yaml") + " --out results"),
                        lox,
                        resources,
                        false,
                        progress,
                        stop);
        if (!result.failed().isEmpty())
            throw new IOException("demo: " + result.failed().get(0).cell() + " failed: "
                    + result.failed().get(0).error());
        ReportFolder.write(result, folder);
        return told(study, new CellStore(cells), result, attackSeeds.get(0));
    }

    private static Demo told(Study study, CellStore store, StudyResult result, long seed) throws IOException {
        String after = ", after " + DemoStudy.ATTACK + ", seed " + seed;
        Map<String, String> names = new LinkedHashMap<>();
        names.put("base, before", "base");
        names.put(DemoStudy.ALIGNED + ", before", "aligned");
        names.put(DemoStudy.ALIGNED + after, "aligned, then fine-tuned");
        names.put(DemoStudy.HARDENED + after, "hardened, then fine-tuned");
        names.put(DemoStudy.RANDOM + after, "random control, then fine-tuned");
        Map<String, Reply> replies = new LinkedHashMap<>();
        for (var cell : study.targets())
            if (cell instanceof JudgeCell judged && judged.name().equals(DemoStudy.ASR))
                for (String model : names.keySet())
                    if (judged.replies().name().equals(model))
                        replies.put(model, first(judged.replies().file(store)));
        Map<String, String> exchange = new LinkedHashMap<>();
        names.forEach((model, name) -> {
            Reply reply = replies.get(model);
            if (reply != null) exchange.put(name, reply.reply());
        });
        String prompt = replies.values().iterator().next().prompt();
        return new Demo(result, prompt, exchange);
    }

    private static Reply first(Path file) throws IOException {
        return GivenReplies.read(file, OptionalInt.of(1), Safety.UNSAFE).get(0);
    }

    /** Harmful requests a variant complies with, in percent, mean over attack seeds; before any attack, or after. */
    public double asr(String variant, boolean after) {
        return 100 * mean(variant, after, DemoStudy.ASR);
    }

    /** Harmless requests it does not refuse, in percent. */
    public double benign(String variant, boolean after) {
        return 100 * (1 - mean(variant, after, DemoStudy.REFUSED));
    }

    /** Problems it solves, in percent. */
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
        return result.points().stream().filter(p -> p.variant().equals(variant) && (p.attack() != null) == after);
    }

    /** By attack seed the percentage that each variant complies with after it. */
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

    /** What is on this machine, and nothing else. */
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
            throw new BadInputException("the demo has no judge " + name);
        }
    }
}
