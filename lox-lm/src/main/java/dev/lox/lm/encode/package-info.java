// SPDX-License-Identifier: Apache-2.0
/** Examples and preference pairs as tokens, and what of them is learned. */
@NullMarked
package dev.lox.lm.encode;

import org.jspecify.annotations.NullMarked;
