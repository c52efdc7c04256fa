// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.Torch;
import dev.lox.lm.reply.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
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
            required = true,
            paramLabel = "MODEL",
            description = "a folder in Hugging Face layout, or a hub id org/name[@revision]")
    String model;

    @Option(
            names = "--adapter",
            paramLabel = "ADAPTER",
            description = "a PEFT LoRA adapter on top of it: a folder or a hub id")
    @Nullable
    String adapter;

    @Option(
            names = "--merge",
            description = "add the adapter to the weights instead of computing it beside them: faster, more memory")
    boolean merge;

    @Option(
            names = "--dtype",
            paramLabel = "DTYPE",
            converter = PrecisionOption.class,
            defaultValue = "float32",
            description = "type that is computed in: float32, bfloat16 or float16; default: ${DEFAULT-VALUE}")
    Precision precision;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "where it is computed; default: ${DEFAULT-VALUE}")
    ComputeDevice device;

    @Option(names = "--threads", paramLabel = "N", description = "threads of one operation; default: one a processor")
    int threads = Runtime.getRuntime().availableProcessors();

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

    /** The model's folder, downloaded where it has to be. */
    Path folder(OutputOptions output) throws IOException, InterruptedException {
        return hub.models(output, true, model).get(0);
    }

    LanguageModel open(Path folder, OutputOptions output) throws IOException, InterruptedException {
        if (threads < 1) throw new BadInputException("--threads must be at least 1, got " + threads);
        if (merge && adapter == null) throw new BadInputException("--merge has nothing to merge; pass --adapter too");
        Optional<Path> adapterFolder = Optional.empty();
        if (adapter != null)
            adapterFolder = Optional.of(hub.models(output, true, adapter).get(0));
        Torch.load(threads);
        return LanguageModel.open(
                folder, new LoadOptions(new Placement(precision, device), adapterFolder, merge, false));
    }
}
