// SPDX-License-Identifier: Apache-2.0
/** Training: examples as tokens, which rows make up a step, the steps themselves, and what is written down about them. */
@NullMarked
package dev.lox.lm.train;

import org.jspecify.annotations.NullMarked;
