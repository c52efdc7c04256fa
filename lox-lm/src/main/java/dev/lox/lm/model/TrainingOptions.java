// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Optional;

/**
 * How a model is trained.
 *
 * @param placement what is computed in; weights that are trained, their gradients and moments are f32 in all of them
 * @param recompute whether a layer's activations are computed again when its gradient is taken instead of kept until then
 *     (gradient checkpointing, Chen et al. 2016): about a third more work, a fraction of the memory
 * @param lora an adapter to train; the model itself where there is none
 * @param seed of the adapter's initial values
 */
public record TrainingOptions(Placement placement, boolean recompute, Optional<LoraOptions> lora, long seed) {}
