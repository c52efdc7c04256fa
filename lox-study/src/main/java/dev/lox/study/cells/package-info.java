// SPDX-License-Identifier: Apache-2.0
/** The kinds of cell: edits of weights, attacks, replies, verdicts, figures. */
@NullMarked
package dev.lox.study.cells;

import org.jspecify.annotations.NullMarked;
