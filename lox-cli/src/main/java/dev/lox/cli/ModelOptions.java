// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.WeightUse;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.ModelReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which model a command runs, and with what. */
@Command
final class ModelOptions {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "a folder in Hugging Face layout, or a hub id org/name[@revision]")
    String model;

    @Option(
            names = "--adapter",
            paramLabel = "ADAPTER",
            description = "a PEFT LoRA adapter for the model: a folder or a hub id")
    @Nullable
    String adapter;

    @Option(names = "--merge", description = "merge the adapter into the weights: faster, but takes more memory")
    boolean merge;

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            converter = PrecisionOption.class,
            defaultValue = "float32",
            description = "type to compute in: float32, bfloat16 or float16; default: ${DEFAULT-VALUE}")
    Precision precision;

    @Mixin
    ComputeOptions compute = new ComputeOptions();

    @Mixin
    HubAccess hub = new HubAccess();

    static final class PrecisionOption implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String text) {
            return Precision.parse(text)
                    .orElseThrow(() -> new TypeConversionException(
                            "expected float32, bfloat16 or float16 (or f32, bf16, f16), got " + text));
        }
    }

    /** Where the model is, and what stands on it. */
    record Folders(Path model, Optional<Path> adapter) {
        /** Finds them, downloads what has to be. */
        static Folders resolve(HubAccess hub, OutputOptions output, String model, @Nullable String adapter)
                throws IOException, InterruptedException {
            if (adapter == null)
                return new Folders(hub.models(output, true, model).get(0), Optional.empty());
            List<Path> both = hub.models(output, true, model, adapter);
            return new Folders(both.get(0), Optional.of(both.get(1)));
        }
    }

    /** Complains of what is wrong whatever the model is. */
    void check(List<String> problems) {
        if (model == null) problems.add("--model is missing");
        compute.check(problems);
        if (merge && adapter == null) problems.add("--merge has nothing to merge; pass --adapter too");
    }

    /** The model to load; downloads what is not here yet. */
    ModelReference reference(OutputOptions output) throws IOException, InterruptedException {
        Folders folders = Folders.resolve(hub, output, model, adapter);
        return new ModelReference(
                folders.model(),
                new LoadOptions(
                        new Placement(precision, compute.device), folders.adapter(), merge, WeightUse.INFERENCE),
                model,
                Optional.ofNullable(adapter));
    }

    /** Another model, without an adapter, loaded the same way. */
    ModelReference reference(String other, OutputOptions output) throws IOException, InterruptedException {
        LoadOptions options =
                new LoadOptions(new Placement(precision, compute.device), Optional.empty(), false, WeightUse.INFERENCE);
        return new ModelReference(hub.models(output, true, other).get(0), options, other, Optional.empty());
    }

    LanguageModel open(ModelReference reference) throws IOException {
        compute.load();
        return reference.open();
    }
}
