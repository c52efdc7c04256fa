// SPDX-License-Identifier: Apache-2.0
/**
 * What gives a fine-tuned model back some of the safety it has lost, from weights alone: RESTA, WiSE-FT and SafeLoRA. A
 * request becomes a plan from headers alone, and the plan a checkpoint, by the loop that hardens.
 */
@NullMarked
package dev.lox.repair;

import org.jspecify.annotations.NullMarked;
