// SPDX-License-Identifier: Apache-2.0
/** Evaluations from end to end: replies, judges, gates, the folder of results. */
@NullMarked
package dev.lox.eval;

import org.jspecify.annotations.NullMarked;
