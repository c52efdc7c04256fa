// SPDX-License-Identifier: Apache-2.0
/** Results as files (rows, summary, tables, CI reports), and the comparison of two evaluations. */
@NullMarked
package dev.lox.eval.report;

import org.jspecify.annotations.NullMarked;
