// SPDX-License-Identifier: Apache-2.0
/**
 * Weight editing without training: LoX (arXiv 2506.15606), its control, and repairs of fine-tuned models. {@link
 * dev.lox.harden.WeightEdit} turns a request into a plan from headers alone; the plan writes a checkpoint or an adapter,
 * one tensor at a time per worker. Each {@link dev.lox.harden.WeightMethod} says which models it reads and what it does to
 * a matrix.
 */
@NullMarked
package dev.lox.harden;

import org.jspecify.annotations.NullMarked;
