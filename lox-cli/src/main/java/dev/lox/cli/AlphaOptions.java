// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.eval.results.PromptSets;
import dev.lox.eval.results.Safety;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Role;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.reply.FormatName;
import dev.lox.study.alpha.AlphaRange;
import dev.lox.study.alpha.AlphaSearch;
import dev.lox.study.alpha.Bounds;
import dev.lox.study.alpha.UseData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far to harden: a number, or what to look for it by. */
@Command
final class AlphaOptions {
    private static final String AUTO = "auto";
    private static final List<String> OF_AUTO = List.of(
            "--held-out",
            "--benign",
            "--max-loss-increase",
            "--max-overrefusal-increase",
            "--alpha-max",
            "--alpha-resolution",
            "--prompt-format",
            "--device",
            "--cells");

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(
            names = "--alpha",
            paramLabel = "X|auto",
            defaultValue = "1.25",
            description =
                    "how far to extrapolate along them; auto: as far as utility allows, measured with --held-out and --benign; default: ${DEFAULT-VALUE}")
    String alpha;

    @Option(
            names = "--held-out",
            paramLabel = "DATA",
            description = "for --alpha auto: harmless rows with replies; their loss may rise by --max-loss-increase")
    @Nullable
    String heldOut;

    @Option(
            names = "--benign",
            paramLabel = "DATA",
            description =
                    "for --alpha auto: harmless prompts; --max-overrefusal-increase limits how many more are refused (by rules) or answered with degenerate text; builtin:benign is a small set for a first try")
    @Nullable
    String benign;

    @Option(
            names = "--max-loss-increase",
            paramLabel = "NATS",
            defaultValue = "0.1",
            description =
                    "limit on the increase of the loss per token over the aligned model; default: ${DEFAULT-VALUE}")
    double maxLossIncrease;

    @Option(
            names = "--max-overrefusal-increase",
            paramLabel = "SHARE",
            converter = Share.class,
            defaultValue = "5%",
            description =
                    "limit on the increase of over-refusal over the aligned model, such as 0.05 or 5%%; default: 0.05")
    double maxOverrefusalIncrease;

    @Option(
            names = "--alpha-max",
            paramLabel = "X",
            defaultValue = "3",
            description = "the largest alpha that auto tries; default: ${DEFAULT-VALUE}")
    double max;

    @Option(
            names = "--alpha-resolution",
            paramLabel = "X",
            defaultValue = "0.05",
            description = "step size of the search; default: ${DEFAULT-VALUE}")
    double resolution;

    @Option(
            names = "--prompt-format",
            paramLabel = "FORMAT",
            description =
                    "of auto's rows and prompts: alpaca, chat (the model's own template) or raw; default: chat where"
                            + " there is a template, else alpaca")
    @Nullable
    FormatName format;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "device on which auto runs models; cuda needs a build with -Pcuda; default: cpu")
    ComputeDevice device;

    @Option(
            names = "--cells",
            paramLabel = "DIR",
            description = "folder in which auto keeps its results for later runs; default: none")
    @Nullable
    Path cells;

    boolean isAuto() {
        return alpha.equals(AUTO);
    }

    /** The number; of auto the largest that may come of it. */
    double value(List<String> problems) {
        return isAuto() ? largest(problems) : number(problems);
    }

    private double largest(List<String> problems) {
        if (heldOut == null && benign == null)
            problems.add("--alpha auto: needs --held-out or --benign to tell the model's use by");
        if (heldOut == null && isGiven("--max-loss-increase"))
            problems.add("--max-loss-increase has no effect without --held-out");
        if (benign == null && isGiven("--max-overrefusal-increase"))
            problems.add("--max-overrefusal-increase has no effect without --benign");
        try {
            bounds();
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        try {
            return range().largest();
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
            return 0;
        }
    }

    private double number(List<String> problems) {
        for (String flag : OF_AUTO) if (isGiven(flag)) problems.add(flag + " has no effect without --alpha auto");
        try {
            double number = Double.parseDouble(alpha);
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException e) {
            // Complained of below.
        }
        problems.add("--alpha: expected a finite number or auto, got " + ForeignText.printable(alpha));
        return 0;
    }

    private boolean isGiven(String flag) {
        return Objects.requireNonNull(command).commandLine().getParseResult().hasMatchedOption(flag);
    }

    private Bounds bounds() {
        return new Bounds(maxLossIncrease, maxOverrefusalIncrease);
    }

    private AlphaRange range() {
        return new AlphaRange(resolution, max);
    }

    /** Finds, reads and checks what the model's use is told by. */
    UseData data(EditRequest request, HubAccess hub, OutputOptions output) throws IOException, InterruptedException {
        List<Path> rows = heldOut == null ? List.of() : hub.data(output, heldOut);
        return UseData.of(request.model(Role.ALIGNED), rows, prompts(hub, output), Optional.ofNullable(format));
    }

    private List<Prompt> prompts(HubAccess hub, OutputOptions output) throws IOException, InterruptedException {
        if (benign == null) return List.of();
        Optional<List<Prompt>> builtIn = PromptSets.builtIn(benign, OptionalInt.empty());
        return builtIn.isPresent()
                ? builtIn.get()
                : PromptSets.read(hub.data(output, benign), OptionalInt.empty(), Safety.SAFE);
    }

    /** Looks for it; models are made one at a time and deleted. */
    AlphaSearch search(EditRequest request, UseData data, OutputOptions output)
            throws IOException, InterruptedException {
        // The virtual machine ends with the interrupt, which therefore is the last to be closed.
        try (Interrupt interrupt = new Interrupt()) {
            try (AlphaWorkshop workshop =
                    AlphaWorkshop.open(cells, request.output().folder())) {
                return AlphaSearch.run(range(), bounds(), workshop.trial(request, data, device, output, interrupt));
            } catch (InterruptedException e) {
                output.say("stopped; nothing was written");
                throw e;
            }
        }
    }
}
