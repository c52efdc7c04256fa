// SPDX-License-Identifier: Apache-2.0
/** Training: encoding rows, the steps, checkpoints and logs. */
@NullMarked
package dev.lox.lm.train;

import org.jspecify.annotations.NullMarked;
