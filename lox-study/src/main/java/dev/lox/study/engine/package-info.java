// SPDX-License-Identifier: Apache-2.0
/** Pieces of work named by their content: each is done once, kept, and found again, by this study or another. */
@NullMarked
package dev.lox.study.engine;

import org.jspecify.annotations.NullMarked;
