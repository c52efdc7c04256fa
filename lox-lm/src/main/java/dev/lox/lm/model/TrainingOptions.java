// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Optional;

/**
 * How a model is trained.
 *
 * @param placement of the computation; trained weights, their gradients and moments are always f32
 * @param recompute whether to compute a layer's activations again in the backward pass instead of keeping them (gradient
 *     checkpointing, Chen et al. 2016): about a third more work, a fraction of the memory
 * @param lora an adapter to train instead of the model itself
 * @param seed of the adapter's initial values
 */
public record TrainingOptions(Placement placement, boolean recompute, Optional<LoraOptions> lora, long seed) {}
