// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.Torch;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Where a model is computed. */
final class ComputeOptions {
    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "device to compute on; cuda needs a build with -Pcuda; default: ${DEFAULT-VALUE}")
    ComputeDevice device;

    @Option(names = "--threads", paramLabel = "N", description = "threads per operation; default: one per processor")
    int threads = Runtime.getRuntime().availableProcessors();

    void check(List<String> problems) {
        if (threads < 1) problems.add("--threads must be at least 1, got " + threads);
    }

    /** Loads libtorch with as many threads. */
    void load() {
        Torch.load(threads);
    }

    /** As records of a run have it. */
    String deviceName() {
        return device.name().toLowerCase(Locale.ROOT);
    }
}
