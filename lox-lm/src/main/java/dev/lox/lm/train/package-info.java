// SPDX-License-Identifier: Apache-2.0
/** Training: which rows make up a step, what each step's learning rate is, and what is written down about it. */
@NullMarked
package dev.lox.lm.train;

import org.jspecify.annotations.NullMarked;
