// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a model is loaded.
 *
 * @param adapter a PEFT LoRA adapter to apply
 * @param merge whether the adapter is added to the weights, which copies those it changes, or computed beside them
 */
public record LoadOptions(Placement placement, Optional<Path> adapter, boolean merge, WeightUse use) {
    public static final LoadOptions DEFAULT = new LoadOptions(
            new Placement(Precision.F32, ComputeDevice.CPU), Optional.empty(), false, WeightUse.INFERENCE);
}
