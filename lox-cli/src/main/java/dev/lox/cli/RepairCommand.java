// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.DType;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditRequest;
import dev.lox.harden.Numerics;
import dev.lox.harden.OutputFormat;
import dev.lox.harden.Resta;
import dev.lox.harden.Role;
import dev.lox.harden.SafeLora;
import dev.lox.harden.WeightEdit;
import dev.lox.harden.WeightMethod;
import dev.lox.harden.WiseFt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Restores some of a fine-tuned model's safety, using the weights of the aligned model and its base.")
final class RepairCommand implements Callable<Integer> {
    @Option(
            names = "--base",
            paramLabel = "MODEL",
            description =
                    "the model before alignment: a folder in Hugging Face layout, or a hub id org/name[@revision]; wise-ft does not read it")
    @Nullable
    String base;

    @Option(names = "--aligned", required = true, paramLabel = "MODEL", description = "the model after it")
    String aligned;

    @Option(
            names = "--finetuned",
            required = true,
            paramLabel = "MODEL",
            description = "the fine-tuned model to repair")
    String finetuned;

    @Option(
            names = "--method",
            required = true,
            paramLabel = "METHOD",
            description =
                    "resta (adds the alignment delta), wise-ft (averages with the aligned model) or safelora (projects the fine-tuning's update)")
    String method;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the output folder")
    Path out;

    @Option(
            names = "--alpha",
            paramLabel = "X",
            description =
                    "resta: how much of the delta is added; wise-ft: the fine-tuned model's share; default: 0.5 for both")
    @Nullable
    Double alpha;

    @Mixin
    DirectionOptions directions = new DirectionOptions();

    @Option(
            names = "--threshold",
            paramLabel = "T",
            description = "safelora: matrices with a cosine below it are projected; default: 0.5")
    @Nullable
    Double threshold;

    @Mixin
    SelectionOptions selection = new SelectionOptions();

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            converter = DTypeOption.class,
            description = "stored type of the result; default: that of the fine-tuned model")
    @Nullable
    DType dtype;

    @Mixin
    EditOptions edit = new EditOptions();

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws Exception {
        EditRequest asked = request();
        EnumMap<Role, Path> models = new EnumMap<>(Role.class);
        List<Path> found = hub.models(
                output,
                !edit.dryRun,
                asked.models().keySet().stream().map(this::given).toArray(String[]::new));
        for (Role role : asked.models().keySet()) models.put(role, found.get(models.size()));
        EditRequest request = asked.with(models);
        try (EditPlan plan = WeightEdit.plan(request)) {
            edit.carryOut(
                    plan,
                    new EditOutput(output, "repair", "selected", "repaired"),
                    described(request.method()),
                    Optional.empty());
        }
        return 0;
    }

    private static ObjectNode described(WeightMethod method) {
        return method.describe(JsonNodeFactory.instance.objectNode());
    }

    private @Nullable String given(Role role) {
        return switch (role) {
            case BASE -> base;
            case ALIGNED -> aligned;
            case FINETUNED -> finetuned;
        };
    }

    private EditRequest request() {
        List<String> problems = new ArrayList<>();
        WeightMethod chosen = method(problems);
        EnumMap<Role, Path> models = new EnumMap<>(Role.class);
        for (Role role : Role.values())
            Optional.ofNullable(given(role)).map(HubAccess::path).ifPresent(path -> models.put(role, path));
        try {
            EditRequest request = new EditRequest(
                    models,
                    chosen,
                    selection.selection(problems),
                    false,
                    Numerics.DEFAULT.storedAs(Optional.ofNullable(dtype)),
                    edit.output(out, OutputFormat.CHECKPOINT, problems),
                    edit.limits());
            if (problems.isEmpty()) return request;
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
        }
        throw new InvalidInputException(problems);
    }

    /** The method with its own options; those of another are complained of. */
    private WeightMethod method(List<String> problems) {
        boolean isResta = method.equals("resta");
        boolean isSafeLora = method.equals("safelora");
        if (!isResta) directions.refuse("only --method resta adds directions", problems);
        if (threshold != null && !isSafeLora)
            problems.add("--threshold: only --method safelora has one, got " + threshold);
        if (alpha != null && isSafeLora) problems.add("--alpha: --method safelora has none, got " + alpha);
        if (isResta) return resta(problems);
        if (isSafeLora) return safeLora(problems);
        if (!method.equals("wise-ft")) problems.add("--method: expected resta, wise-ft or safelora, got " + method);
        double share = alpha == null ? WiseFt.DEFAULT.alpha() : alpha;
        if (share >= 0 && share <= 1) return new WiseFt(share);
        problems.add("--alpha: expected the fine-tuned model's share, between 0 and 1, got " + alpha);
        return WiseFt.DEFAULT;
    }

    private WeightMethod resta(List<String> problems) {
        double much = alpha == null ? Resta.DEFAULT.extrapolation().alpha() : alpha;
        if (Double.isFinite(much)) return new Resta(directions.along(Resta.DEFAULT.extrapolation(), much, problems));
        problems.add("--alpha: expected a finite number, got " + alpha);
        return Resta.DEFAULT;
    }

    private WeightMethod safeLora(List<String> problems) {
        double cosine = threshold == null ? SafeLora.DEFAULT.threshold() : threshold;
        if (cosine >= -1 && cosine <= 1) return new SafeLora(cosine);
        problems.add("--threshold: expected a cosine, between -1 and 1, got " + threshold);
        return SafeLora.DEFAULT;
    }
}
