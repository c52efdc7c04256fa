// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.results.Measure;
import dev.lox.lm.model.Precision;
import dev.lox.study.RunOptions;
import dev.lox.study.Studies;
import dev.lox.study.StudyRun;
import dev.lox.study.engine.Resources;
import dev.lox.study.kinds.Inputs;
import dev.lox.study.kinds.Study;
import dev.lox.study.kinds.StudySpec;
import dev.lox.study.kinds.StudyYaml;
import dev.lox.study.report.StudyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
            description = "folder for finished cells, which studies can share; default: DIR/cells")
    @Nullable
    Path cells;

    @Option(names = "--resume", description = "resume the study in DIR; finished cells are reused")
    boolean resume;

    @Option(
            names = "--keep-models",
            description =
                    "keep hardened and fine-tuned models; otherwise each is deleted when no cell needs it any more")
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
            description = "estimated memory that cells may use together; default: half of the machine's")
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

    /** A study of a kind, to be described by the options of one of this command's verbs. */
    static StudyYaml yaml(String kind, String verb) {
        return new StudyYaml(kind, "Made by `lox study " + verb + "`. To be changed, and run by `lox study run`.");
    }

    /** Runs the study that options describe. */
    int run(StudyYaml yaml, List<String> problems) throws IOException, InterruptedException {
        return run(yaml::spec, problems);
    }

    /** Reads a study. */
    @FunctionalInterface
    interface Source {
        StudySpec read() throws IOException;
    }

    /**
     * Runs a study to its report.
     *
     * @param problems about the call so far
     */
    int run(Source source, List<String> problems) throws IOException, InterruptedException {
        // A mixin within a mixin is given the latter's spec, which has no environment.
        judges.command = command;
        hub.command = command;
        Optional<StudySpec> read = Optional.empty();
        try {
            read = Optional.of(source.read());
        } catch (InvalidInputException e) {
            Failure.lines(e).stream().distinct().forEach(problems::add);
        }
        compute.check(problems);
        if (parallel < 1) problems.add("--parallel must be at least 1, got " + parallel);
        if (maxMemory < 1) problems.add("--max-memory must be positive, got " + maxMemory);
        if (read.isEmpty() || !problems.isEmpty()) throw new InvalidInputException(problems);
        StudySpec spec = read.get();
        hub.check(spec.models(), spec.data(), problems);
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        RunOptions options = new RunOptions(
                compute.device,
                new Resources(parallel, compute.threads, maxMemory),
                Optional.ofNullable(cells),
                resume,
                keepModels,
                List.of(typed()));
        StudyRun run = StudyRun.prepare(spec, new Found(), out, options);
        if (dryRun) return show(run.study());
        try (Interrupt interrupt = new Interrupt()) {
            Studies.Outcome outcome = run.run(new CellLines(output), interrupt::came);
            report(outcome);
            return outcome.result().run().failed().isEmpty() ? 0 : Failure.FAILED;
        } catch (InterruptedException e) {
            output.say("stopped; rerun with --resume");
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

    private void report(Studies.Outcome outcome) {
        outcome.notes().forEach(note -> output.say("note: " + note));
        StudyFile.verdict(outcome.result()).forEach(output::print);
        output.print(out.resolve("report.html").toString());
        output.print(StudyFile.of(outcome.result()).put("out", out.toString()));
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
            ModelOptions local = new ModelOptions();
            local.compute = compute;
            local.hub = hub;
            local.precision = Precision.F32;
            return judges.open(name, measure, local, output);
        }
    }
}
