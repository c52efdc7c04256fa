// SPDX-License-Identifier: Apache-2.0
/** What is learned from, as tokens: rows of examples and of preference pairs. */
@NullMarked
package dev.lox.lm.train;

import org.jspecify.annotations.NullMarked;
