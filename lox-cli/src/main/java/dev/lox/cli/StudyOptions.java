// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.question.Purpose;
import dev.lox.eval.result.Measure;
import dev.lox.harden.Version;
import dev.lox.lm.model.Precision;
import dev.lox.study.cell.Resources;
import dev.lox.study.report.ReportFolder;
import dev.lox.study.result.ResultJson;
import dev.lox.study.result.StudyResult;
import dev.lox.study.run.Inputs;
import dev.lox.study.run.Study;
import dev.lox.study.run.StudyFolder;
import dev.lox.study.spec.StudyReader;
import dev.lox.study.spec.StudySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a study is run, whatever it is. */
@Command
final class StudyOptions {
    /** What a shell does nothing to. */
    private static final Pattern SAFE = Pattern.compile("[\\w@%+=:,./-]+");

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "gets study.yaml, study.json, report.html, report.md, points.csv, figures/, cells/")
    Path out;

    @Option(
            names = "--cells",
            paramLabel = "DIR",
            description = "where finished pieces of work are kept, so that studies share them; default: DIR/cells")
    @Nullable
    Path cells;

    @Option(names = "--resume", description = "go on with the study in DIR: what is done is not done again")
    boolean resume;

    @Option(
            names = "--keep-models",
            description = "keep hardened and fine-tuned models; without it each is deleted once nothing waits for it")
    boolean keepModels;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "pieces of work at a time, which share --threads and --max-memory; default: ${DEFAULT-VALUE}")
    int parallel;

    @Option(
            names = "--max-memory",
            paramLabel = "SIZE",
            converter = Sizes.Parser.class,
            description = "that pieces of work may take together, by estimate; default: half of the machine's")
    long maxMemory = ProcessMemory.ofMachine() / 2;

    @Option(names = "--dry-run", description = "read and check everything, say what would be done, compute nothing")
    boolean dryRun;

    @Mixin
    JudgeAccess judges = new JudgeAccess();

    @Mixin
    ComputeOptions compute = new ComputeOptions();

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    /** As {@link #run(String, String, List)}, of a study that options describe. */
    int run(StudyYaml yaml, List<String> complaints) throws IOException, InterruptedException {
        complaints.addAll(yaml.complaints());
        return run(StudyYaml.NAME, yaml.text(), complaints);
    }

    /**
     * Runs a study to its report.
     *
     * @param where the study was written, for complaints
     * @param settings the study's YAML
     * @param complaints of the call so far
     */
    int run(String where, String settings, List<String> complaints) throws IOException, InterruptedException {
        // A mixin within a mixin is given the latter's spec, which has no environment.
        judges.command = command;
        hub.command = command;
        compute.check(complaints);
        if (parallel < 1) complaints.add("--parallel must be at least 1, got " + parallel);
        if (maxMemory < 1) complaints.add("--max-memory must be positive, got " + maxMemory);
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        Resources resources = new Resources(parallel, compute.threads, maxMemory);
        StudySpec spec = StudyReader.parse(where, settings);
        hub.check(spec.models(), spec.data(), complaints);
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        StudyFolder folder = new StudyFolder(out, cells == null ? StudyFolder.ownCells(out) : cells);
        folder.check(settings, resume);
        Study study = Study.of(spec, new Found(), compute.device);
        if (dryRun) return show(study);
        try (Interrupt interrupt = new Interrupt()) {
            StudyResult result = folder.run(
                    study,
                    settings,
                    List.of(typed()),
                    Version.NUMBER,
                    resources,
                    keepModels,
                    new CellLines(output),
                    interrupt::came);
            report(result);
            return result.failed().isEmpty() ? 0 : Failure.FAILED;
        } catch (InterruptedException e) {
            output.say("stopped; --resume goes on");
            return Failure.FAILED;
        }
    }

    /** The command, as a shell takes it. */
    private String typed() {
        CommandLine line = Objects.requireNonNull(command).root().commandLine();
        return "lox "
                + line.getParseResult().originalArgs().stream()
                        .map(a -> SAFE.matcher(a).matches() ? a : "'" + a.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }

    private int show(Study study) {
        study.targets().forEach(cell -> output.print(cell.label()));
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("targets", study.targets().size());
        output.print(json);
        return 0;
    }

    private void report(StudyResult result) throws IOException {
        ReportFolder.write(result, out).forEach(note -> output.say("note: " + note));
        result.verdict().forEach(output::print);
        output.print(out.resolve("report.html").toString());
        output.print(ResultJson.of(result).put("out", out.toString()));
    }

    private final class Found implements Inputs {
        @Override
        public Path model(String name) throws IOException, InterruptedException {
            return hub.models(output, !dryRun, name).get(0);
        }

        @Override
        public List<Path> data(String name) throws IOException, InterruptedException {
            return hub.data(output, name);
        }

        @Override
        public Judge open(String name, Measure measure) throws IOException, InterruptedException {
            Purpose purpose = measure == Measure.ASR ? Purpose.HARM : Purpose.REFUSAL;
            ModelOptions local = new ModelOptions();
            local.compute = compute;
            local.hub = hub;
            local.precision = Precision.F32;
            return judges.open(name, purpose, local, output);
        }
    }
}
