// SPDX-License-Identifier: Apache-2.0
/** Training: which rows make up a step, the steps, checkpoints to go on from, and what is written down about a run. */
@NullMarked
package dev.lox.lm.train;

import org.jspecify.annotations.NullMarked;
